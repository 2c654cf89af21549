/// LeNet-5 for 32×32 pictures of digits: 61,706 parameters.
///
/// The paper's second convolution sees only some of its input channels in each output channel, its pooling layers
/// have a trainable weight and bias for each channel, and its last layer measures distances; here, as usual today, the
/// convolution sees all channels, pooling is a plain mean, and the last layer is dense.
///
/// Source: LeCun, Bottou, Bengio and Haffner, *Gradient-Based Learning Applied to Document Recognition* (1998).
public func lenet5() -> Sequential {
  Sequential(
    Conv2D(inputChannels: 1, outputChannels: 6, kernelSize: 5), Tanh(), AveragePool2D(size: 2),
    Conv2D(inputChannels: 6, outputChannels: 16, kernelSize: 5), Tanh(), AveragePool2D(size: 2),
    Flatten(),
    Dense(inputs: 400, outputs: 120), Tanh(), Dense(inputs: 120, outputs: 84), Tanh(),
    Dense(inputs: 84, outputs: 10))
}
