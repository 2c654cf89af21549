/// AlexNet in the form of one column, as it is taught and shipped today: 61,100,840 parameters for 3×224×224.
///
/// Source: Krizhevsky, *One weird trick for parallelizing convolutional neural networks* (2014), arXiv:1404.5997.
public func alexnet() -> Sequential {
  Sequential(
    Conv2D(inputChannels: 3, outputChannels: 64, kernelSize: 11, stride: 4, padding: 2), ReLU(),
    MaxPool2D(size: 3, stride: 2),
    Conv2D(inputChannels: 64, outputChannels: 192, kernelSize: 5, padding: 2), ReLU(),
    MaxPool2D(size: 3, stride: 2),
    Conv2D(inputChannels: 192, outputChannels: 384, kernelSize: 3, padding: 1), ReLU(),
    Conv2D(inputChannels: 384, outputChannels: 256, kernelSize: 3, padding: 1), ReLU(),
    Conv2D(inputChannels: 256, outputChannels: 256, kernelSize: 3, padding: 1), ReLU(),
    MaxPool2D(size: 3, stride: 2),
    AdaptiveAveragePool2D(6), Flatten(), Dropout(rate: 0.5), Dense(inputs: 9216, outputs: 4096),
    ReLU(),
    Dropout(rate: 0.5), Dense(inputs: 4096, outputs: 4096), ReLU(),
    Dense(inputs: 4096, outputs: 1000))
}
