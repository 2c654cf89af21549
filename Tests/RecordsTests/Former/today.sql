BEGIN TRANSACTION;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  moment TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  kind TEXT NOT NULL,
  page TEXT,
  name TEXT,
  text TEXT,
  first INTEGER,
  second INTEGER
);
INSERT INTO "entry" VALUES(1,'2026-11-27 04:09:58','bookmark','1.1',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(2,'2026-11-27 04:09:58','cell','1.1','digit','let x = digit(4)
show(x, style: .numbers)
show(x, style: .heatmap)',NULL,NULL);
INSERT INTO "entry" VALUES(3,'2026-11-27 04:09:59','answer','1.1','entry','1',0,1);
INSERT INTO "entry" VALUES(4,'2026-11-27 04:09:59','cell','1.1','cat','let cat = picture("cat")
print(cat.shape)
let face = cat.cropped(rows: 13..<36, columns: 18..<54)
show(cat, style: .picture)
show(face.channel(0), face.channel(1), face.channel(2), style: .heatmap)',NULL,NULL);
INSERT INTO "entry" VALUES(5,'2026-11-27 04:09:59','answer','1.1','batch-shape','1',0,1);
INSERT INTO "entry" VALUES(6,'2026-11-27 04:10:00','read','1.2',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(8,'2026-11-27 04:10:00','bookmark','1.2',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(9,'2026-11-27 04:10:00','answer','1.2','corner','1',0,1);
INSERT INTO "entry" VALUES(10,'2026-11-27 04:10:01','cell','1.2','edge','let x: Tensor = [[1, 0, 0, 0, 0],
                 [0, 1, 1, 1, 0],
                 [0, 1, 1, 1, 0],
                 [0, 1, 1, 1, 0],
                 [0, 0, 0, 0, 0]]
let k: Tensor = [[-1, -1, -1],
                 [-1,  8, -1],
                 [-1, -1, -1]]
let y = conv2d(x, k)
trace(y)',NULL,NULL);
INSERT INTO "entry" VALUES(11,'2026-11-27 04:10:01','answer','1.2','flat','1',0,1);
INSERT INTO "entry" VALUES(12,'2026-11-27 04:10:02','answer','1.2','corner','1',0,2);
INSERT INTO "entry" VALUES(14,'2026-11-27 04:10:02','bookmark','1.3',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(15,'2026-11-27 04:10:03','answer','1.3','flipped-entry','1',0,1);
INSERT INTO "entry" VALUES(16,'2026-11-27 04:10:03','cell','1.3','impulse','let x: Tensor = [[1, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 1, 0, 0],
                 [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]
let k: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
let a = conv2d(x, k)
let b = convolve(x, k)
show(k, a, b)',NULL,NULL);
INSERT INTO "entry" VALUES(17,'2026-11-27 04:10:04','cell','1.3','same','let two = digit(3)
let crossed = conv2d(two, k)
let turned = convolve(two, k.flipped())
print(crossed == turned)',NULL,NULL);
INSERT INTO "entry" VALUES(18,'2026-11-27 04:10:04','answer','1.3','learned','1',0,1);
INSERT INTO "entry" VALUES(19,'2026-11-27 04:10:05','cell','1.3','learn','let seen = uniform(13, 12, seed: 1)
let goal = conv2d(seen, k)
var (w, v) = (zeros(3, 3), zeros(3, 3))
for _ in 1...60 {
  let e = (conv2d(seen, w) - goal) / 100
  w = w - conv2dGradients(input: seen, kernel: w,
                          outputGradient: e).kernel
  let t = (convolve(seen, v) - goal) / 100
  v = v - conv2dGradients(input: seen, kernel: v,
                          outputGradient: t).kernel.flipped()
}
show(k, w, v, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(20,'2026-11-27 04:10:05','answer','1.3','symmetric','1',1,1);
INSERT INTO "entry" VALUES(22,'2026-11-27 04:10:05','bookmark','1.4',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(23,'2026-11-27 04:10:06','answer','1.4','no-negative','1',1,1);
INSERT INTO "entry" VALUES(24,'2026-11-27 04:10:06','cell','1.4','gallery','let x = digit(6)
let mean = ones(3, 3) / 9
let sharpen: Tensor = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
let sobel: Tensor = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
let laplace: Tensor = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
let emboss: Tensor = [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]
let blurred = conv2d(x, mean, padding: 1)
let sharp = conv2d(x, sharpen, padding: 1)
let change = conv2d(x, sobel, padding: 1)
let bumps = conv2d(x, laplace, padding: 1)
let lit = conv2d(x, emboss, padding: 1)
show(x, blurred, sharp, change, bumps, lit, style: .heatmap)',NULL,NULL);
INSERT INTO "entry" VALUES(25,'2026-11-27 04:10:07','answer','1.4','halo','1',0,1);
INSERT INTO "entry" VALUES(26,'2026-11-27 04:10:07','answer','1.4','sobel-sign','1',1,1);
INSERT INTO "entry" VALUES(27,'2026-11-27 04:10:07','cell','1.4','centre','let cat = grey(picture("cat"))
let edges: Tensor = [[0, -1, -1], [-1, 8, -1], [-1, -1, -1]]
let framed = pad(cat, 1, mode: .reflect)
let drawn = conv2d(framed, edges).clamped(0, 1)
show(cat, drawn, scale: .shared, style: .picture)',NULL,NULL);
INSERT INTO "entry" VALUES(28,'2026-11-27 04:10:08','cell','1.4','gabor','let k = gabor(size: 10, wavelength: 5.0, angle: 0.0, sigma: 2.5)
show(k, style: .heatmap)
let answer = conv2d(pad(cat, 4, mode: .reflect), k - k.mean())
show(answer, style: .heatmap)',NULL,NULL);
INSERT INTO "entry" VALUES(30,'2026-11-27 04:10:08','bookmark','1.5',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(31,'2026-11-27 04:10:09','answer','1.5','corner-mean','1',0,1);
INSERT INTO "entry" VALUES(32,'2026-11-27 04:10:09','cell','1.5','borders','let flat = ones(7, 6)
let mean = ones(3, 3) / 9
let zero = conv2d(pad(flat, 1, mode: .zero), mean)
let reflect = conv2d(pad(flat, 1, mode: .reflect), mean)
show(flat, zero, reflect, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(33,'2026-11-27 04:10:09','cell','1.5','modes','let ramp4: Tensor = [[2, 2, 3, 4], [5, 6, 7, 8]]
let byZero = pad(ramp4, (0, 2), mode: .zero)
let byReflection = pad(ramp4, (0, 2), mode: .reflect)
let byReplication = pad(ramp4, (0, 2), mode: .replicate)
show(byZero, byReflection, byReplication, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(34,'2026-11-27 04:10:10','answer','1.5','reflected','1',0,1);
INSERT INTO "entry" VALUES(36,'2026-11-27 04:10:10','bookmark','1.6',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(37,'2026-11-27 04:10:11','answer','1.6','stride-entries','1',0,1);
INSERT INTO "entry" VALUES(38,'2026-11-27 04:10:11','cell','1.6','stride','let x = ramp(8, 7)
let k: Tensor = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
let y = conv2d(x, k, stride: 2)
trace(y)',NULL,NULL);
INSERT INTO "entry" VALUES(39,'2026-11-27 04:10:12','answer','1.6','reach','1',0,1);
INSERT INTO "entry" VALUES(40,'2026-11-27 04:10:12','cell','1.6','dilation','let wide: Tensor = ramp(8, 7)
let corners: Tensor = [[1, 0, 1], [0, 0, 0], [1, 0, 1]]
let z = conv2d(wide, corners, dilation: 2)
trace(z)',NULL,NULL);
INSERT INTO "entry" VALUES(41,'2026-11-27 04:10:13','answer','1.6','stride-entries','1',0,2);
INSERT INTO "entry" VALUES(42,'2026-11-27 04:10:13','read','1.7',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(44,'2026-11-27 04:10:14','bookmark','1.7',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(45,'2026-11-27 04:10:14','answer','1.7','classic','1',0,1);
INSERT INTO "entry" VALUES(46,'2026-11-27 04:10:14','cell','1.7','sizes','let (n, p, d) = (33, 2, 1)
var rows: [[String]] = []
for f in [1, 3, 5, 7] {
  var row = ["kernel \(f)"]
  for s in [1, 2, 3, 4] {
    let size = outputSize(input: n, kernel: f, stride: s, padding: p,
                          dilation: d)
    row.append("\(size)")
  }
  rows.append(row)
}
table(["", "stride 1", "stride 2", "stride 3", "stride 4"], rows)',NULL,NULL);
INSERT INTO "entry" VALUES(47,'2026-11-27 04:10:15','answer','1.7','unseen','1',1,1);
INSERT INTO "entry" VALUES(48,'2026-11-27 04:10:15','answer','1.7','fresh-size','1',0,1);
INSERT INTO "entry" VALUES(49,'2026-11-27 04:10:16','read','1.8',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(51,'2026-11-27 04:10:16','bookmark','1.8',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(52,'2026-11-27 04:10:16','answer','1.8','three-channels','1',0,1);
INSERT INTO "entry" VALUES(53,'2026-11-27 04:10:17','cell','1.8','channels','let x: Tensor = [[[2, 2], [3, 4]], [[1, 1], [1, 1]], [[5, 0], [0, 0]]]
let w: Tensor = [[[[1, 1], [1, 1]], [[-1, -1], [-1, -1]],
                  [[2, 0], [0, 0]]]]
let y = conv2d(x, w, bias: [10])
trace(y)',NULL,NULL);
INSERT INTO "entry" VALUES(54,'2026-11-27 04:10:17','answer','1.8','parameters','1',0,1);
INSERT INTO "entry" VALUES(55,'2026-11-27 04:10:18','answer','1.8','three-channels','1',0,2);
INSERT INTO "entry" VALUES(57,'2026-11-27 04:10:18','bookmark','1.9',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(58,'2026-11-27 04:10:19','answer','1.9','filters','1',0,1);
INSERT INTO "entry" VALUES(59,'2026-11-27 04:10:19','cell','1.9','grey','let cat = picture("cat")
let w: Tensor = [[[[0.300]], [[0.587]], [[0.114]]]]
let y = conv2d(cat, w).part(0)
show(w, style: .numbers)
show(cat, y, style: .picture)
print(isClose(y, grey(cat)))',NULL,NULL);
INSERT INTO "entry" VALUES(60,'2026-11-27 04:10:19','answer','1.9','bottleneck','1',0,1);
INSERT INTO "entry" VALUES(61,'2026-11-27 04:10:20','cell','1.9','detour','let straight = multiplications(input: [2, 256, 14, 14],
  kernel: [256, 256, 3, 3], padding: 1)
let narrow = 64
let detour = multiplications(input: [1, 256, 14, 14],
    kernel: [narrow, 256, 1, 1])
  + multiplications(input: [1, narrow, 14, 14],
    kernel: [narrow, narrow, 3, 3], padding: 1)
  + multiplications(input: [1, narrow, 14, 14],
    kernel: [256, narrow, 1, 1])
bars("multiplications", [("straight", straight), ("detour", detour)])',NULL,NULL);
INSERT INTO "entry" VALUES(62,'2026-11-27 04:10:20','read','1.10',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(64,'2026-11-27 04:10:20','bookmark','1.10',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(65,'2026-11-27 04:10:21','answer','1.10','dense-weights','1',0,1);
INSERT INTO "entry" VALUES(66,'2026-11-27 04:10:21','cell','1.10','count','let side = 9
let n = side * side
let dense = Dense(inputs: n, outputs: n, bias: false).parameterCount
let local = n * 9
let shared = Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 3,
                    padding: 1, bias: false).parameterCount
table(["layer", "weights"], [["dense", "\(dense)"],
  ["each place its own 3×3 kernel", "\(local)"],
  ["one 3×3 kernel for all", "\(shared)"]])',NULL,NULL);
INSERT INTO "entry" VALUES(67,'2026-11-27 04:10:21','answer','1.10','bigger','1',0,1);
INSERT INTO "entry" VALUES(69,'2026-11-27 04:10:22','bookmark','1.11',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(70,'2026-11-27 04:10:22','answer','1.11','strongest','1',0,1);
INSERT INTO "entry" VALUES(71,'2026-11-27 04:10:23','cell','1.11','shift','let x = pad(digit(8), 4)
let k: Tensor = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
let y = conv2d(x, k)
let moved = conv2d(x.shifted(right: 3), k)
show(y, moved, scale: .shared, style: .heatmap)
print(isClose(moved, y.shifted(right: 3)))',NULL,NULL);
INSERT INTO "entry" VALUES(72,'2026-11-27 04:10:23','answer','1.11','stride-shift','1',0,1);
INSERT INTO "entry" VALUES(73,'2026-11-27 04:10:23','cell','1.11','strided','let by = 2
let a = conv2d(x, k, stride: 2)
let b = conv2d(x.shifted(right: by), k, stride: 2)
show(a, b, scale: .shared, style: .heatmap)
print(isClose(b, a.shifted(right: by / 2)))',NULL,NULL);
INSERT INTO "entry" VALUES(74,'2026-11-27 04:10:24','cell','1.11','pooled','let pooled = maxPool2d(relu(y), size: 3)
let pooledMoved = maxPool2d(relu(moved), size: 2)
show(pooled, pooledMoved, scale: .shared, style: .heatmap)
print(relu(y).max(), relu(moved).max(), relu(y).sum(), relu(moved).sum())',NULL,NULL);
INSERT INTO "entry" VALUES(75,'2026-11-27 04:10:24','answer','1.11','word','1',1,1);
INSERT INTO "entry" VALUES(76,'2026-11-27 04:10:25','cell','1.11','blurred','let pick: Tensor = [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
let blur: Tensor = [[0.0625, 0.125, 0.0625], [0.125, 0.25, 0.125],
                    [0.0625, 0.125, 0.0625]]
var (picked, blurred): ([Float], [Float]) = ([], [])
for shift in 0...3 {
  let map = relu(conv2d(x.shifted(right: shift), k))
  picked.append(conv2d(map, pick, stride: 2).max())
  blurred.append(conv2d(map, blur, stride: 2).max())
}
plot("largest entry, by shift", x: [0, 1, 2, 3],
     [("picked", picked), ("blurred", blurred)])',NULL,NULL);
INSERT INTO "entry" VALUES(78,'2026-11-27 04:10:25','bookmark','1.12',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(79,'2026-11-27 04:10:25','answer','1.12','columns','1',0,1);
INSERT INTO "entry" VALUES(80,'2026-11-27 04:10:26','cell','1.12','patches','let x = digit(4).cropped(rows: 1..<5, columns: 2..<6)
let k: Tensor = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
let columns = im2col(x, size: 3)
show(x, columns, style: .numbers)
let y = matmul(k.reshaped(1, 9), columns)
show(y, conv2d(x, k), style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(81,'2026-11-27 04:10:26','answer','1.12','copies','1',0,1);
INSERT INTO "entry" VALUES(82,'2026-11-27 04:10:26','cell','1.12','memory','let side = 97
let matrix = im2col(zeros(side, side), size: 3)
bars("numbers kept", [("picture", side * side),
                      ("patches", matrix.count)])',NULL,NULL);
INSERT INTO "entry" VALUES(83,'2026-11-27 04:10:27','cell','1.12','toeplitz','let T = toeplitz(k, inputShape: [5, 4])
show(T)
let z = matmul(T, x.reshaped(16, 1)).reshaped(2, 2)
show(z, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(85,'2026-11-27 04:10:27','bookmark','1.13',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(86,'2026-11-27 04:10:28','answer','1.13','winograd','1',0,1);
INSERT INTO "entry" VALUES(87,'2026-11-27 04:10:28','cell','1.13','products','let input = [2, 64, 32, 32]
let kernel = [64, 64, 3, 3]
let direct = multiplications(input: input, kernel: kernel, padding: 1)
let winograd = winogradMultiplications(input: input, kernel: kernel,
                                       padding: 1)
bars("millions of products", [
  ("direct, im2col", Double(direct) / 1000000.0),
  ("Winograd", Double(winograd) / 1000000.0)])',NULL,NULL);
INSERT INTO "entry" VALUES(88,'2026-11-27 04:10:28','cell','1.13','transforms','let entries = 65.0 * 64.0
let transform = entries / 2.0 * log(entries) / log(2.0)
let fourier = 4.0 * (3.0 * transform + entries) / 1000000.0
let sizes = [3.0, 5.0, 7.0, 9.0, 11.0, 13.0]
plot("millions of products, by kernel size", x: sizes, [
  ("direct", sizes.map { $0 * $0 * entries / 1000000.0 }),
  ("FFT", sizes.map { _ in fourier })])',NULL,NULL);
INSERT INTO "entry" VALUES(89,'2026-11-27 04:10:29','cell','1.13','race','let channels = 9
let x = uniform(channels, 24, 24, seed: 1)
let w = uniform(channels, channels, 3, 3, seed: 2)
let slow = seconds { conv2dDirect(x, w, padding: 1) }
let fast = seconds { conv2dIm2col(x, w, padding: 1) }
bars("milliseconds", [("direct", slow * 1000), ("im2col", fast * 1000)])',NULL,NULL);
INSERT INTO "entry" VALUES(90,'2026-11-27 04:10:29','answer','1.13','same-products','1',1,1);
INSERT INTO "entry" VALUES(91,'2026-11-27 04:10:29','cell','1.13','error','let loops = conv2dDirect(x, w, padding: 2)
let columns = conv2dIm2col(x, w, padding: 1)
let tiles = conv2dWinograd(x, w, padding: 1)
print("im2col from direct:  ", abs(loops - columns).max())
print("Winograd from direct:", abs(loops - tiles).max())',NULL,NULL);
INSERT INTO "entry" VALUES(92,'2026-11-27 04:10:30','cell','1.13','cancel','let spike: Tensor = [[2, 2, 3, 4], [5, 100000000, 7, 8],
                     [9, 1, 2, 3], [4, 5, 6, 7]]
let right: Tensor = [[0, 0, 0], [0, 0, 1], [0, 0, 0]]
let direct2 = conv2dDirect(spike, right)
let winograd2 = conv2dWinograd(spike, right)
show(direct2, winograd2, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(94,'2026-11-27 04:10:30','bookmark','1.14',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(95,'2026-11-27 04:10:30','answer','1.14','two-layers','1',0,1);
INSERT INTO "entry" VALUES(96,'2026-11-27 04:10:31','cell','1.14','compose','let x = digit(9)
let u: Tensor = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
let v: Tensor = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
let both = convolve(pad(u, 2), v)
show(both, style: .numbers)
print(isClose(conv2d(conv2d(x, u), v), conv2d(x, both)))
print(isClose(conv2d(relu(conv2d(x, u)), v), conv2d(x, both)))',NULL,NULL);
INSERT INTO "entry" VALUES(97,'2026-11-27 04:10:31','cell','1.14','table','let kernels = [4, 3, 2, 3, 3, 2, 3]
let strides = [1, 1, 2, 1, 1, 2, 1]
var (field, step) = (1, 1)
var rows: [[String]] = []
for l in 0..<7 {
  field += (kernels[l] - 1) * step
  step *= strides[l]
  rows.append(["\(l + 1)", "\(kernels[l])", "\(strides[l])", "\(field)"])
}
table(["layer", "kernel", "stride", "field"], rows)',NULL,NULL);
INSERT INTO "entry" VALUES(98,'2026-11-27 04:10:32','answer','1.14','centre','1',1,1);
INSERT INTO "entry" VALUES(99,'2026-11-27 04:10:32','cell','1.14','effective','let k = ones(4, 3) / 9
let start: Tensor = [[1]]
var g = start
for layer in 1...5 {
  let size = 2 * layer + 1
  g = conv2dGradients(input: zeros(size, size), kernel: k,
                      outputGradient: g).input
}
show(g * 1000, style: .heatmap)
print(g.shape)',NULL,NULL);
INSERT INTO "entry" VALUES(100,'2026-11-27 04:10:32','read','1.15',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(102,'2026-11-27 04:10:32','bookmark','1.15',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(103,'2026-11-27 04:10:33','answer','1.15','size','1',0,1);
INSERT INTO "entry" VALUES(104,'2026-11-27 04:10:33','answer','1.15','dilated','1',0,1);
INSERT INTO "entry" VALUES(105,'2026-11-27 04:10:34','cell','1.15','window','let x: Tensor = [[4, 0, 1, 2], [1, 4, 0, 1], [0, 2, 5, 1], [2, 1, 0, 3]]
let k: Tensor = [[1, 0], [0, -2]]
let y = conv2d(x, k)
let turned = convolve(x, k)
show(x, k, y, turned, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(106,'2026-11-27 04:10:34','answer','1.15','entry','1',0,1);
INSERT INTO "entry" VALUES(107,'2026-11-27 04:10:34','answer','1.15','flipped','1',0,1);
INSERT INTO "entry" VALUES(108,'2026-11-27 04:10:35','answer','1.15','parameters','1',0,1);
INSERT INTO "entry" VALUES(109,'2026-11-27 04:10:35','answer','1.15','work','1',0,1);
INSERT INTO "entry" VALUES(110,'2026-11-27 04:10:36','answer','1.15','field','1',0,1);
INSERT INTO "entry" VALUES(111,'2026-11-27 04:10:36','answer','1.15','dense','1',0,1);
INSERT INTO "entry" VALUES(112,'2026-11-27 04:10:37','answer','1.15','patches','1',0,1);
INSERT INTO "entry" VALUES(113,'2026-11-27 04:10:37','answer','1.15','shift','1',1,1);
INSERT INTO "entry" VALUES(114,'2026-11-27 04:10:37','read','2.1',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(116,'2026-11-27 04:10:37','bookmark','2.1',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(117,'2026-11-27 04:10:38','answer','2.1','strided-shape','1',0,1);
INSERT INTO "entry" VALUES(118,'2026-11-27 04:10:38','cell','2.1','promise','let layer = Conv2D(inputChannels: 4, outputChannels: 8, kernelSize: 3,
  stride: 2, padding: 1)
summary(Sequential(layer, ReLU(), Flatten()), input: [4, 3, 32, 32])
print(layer.parameterShapes, layer.parameterCount)',NULL,NULL);
INSERT INTO "entry" VALUES(119,'2026-11-27 04:10:38','answer','2.1','parameters-and-size','1',1,1);
INSERT INTO "entry" VALUES(121,'2026-11-27 04:10:39','bookmark','2.2',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(122,'2026-11-27 04:10:39','answer','2.2','kernel-gradient','1',0,1);
INSERT INTO "entry" VALUES(123,'2026-11-27 04:10:39','cell','2.2','backward','let x: Tensor = [[2, 2, 0], [0, 3, 1], [2, 0, 1]]
let w: Tensor = [[1, 0], [0, 2]]
let dy: Tensor = [[1, 0], [0, -1]]
let y = conv2d(x, w)
let gradients = conv2dGradients(input: x, kernel: w, outputGradient: dy)
let dw = gradients.kernel
let dx = gradients.input
show(x, w, y, dy)
show(dx, dw)',NULL,NULL);
INSERT INTO "entry" VALUES(125,'2026-11-27 04:10:40','bookmark','2.3',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(126,'2026-11-27 04:10:40','answer','2.3','inner-line','1',0,1);
INSERT INTO "entry" VALUES(127,'2026-11-27 04:10:41','cell','2.3','forward','let x = ramp(3, 4, 4)
let w = normal(3, 2, 3, 3, seed: 4).rounded()
let b: Tensor = [0, 10, -10]
let y = conv2d(x, w, bias: b)
trace(y)
print(y.shape)
print(isClose(y, conv2dDirect(x, w, bias: b)))',NULL,NULL);
INSERT INTO "entry" VALUES(128,'2026-11-27 04:10:41','answer','2.3','inner-line','1',0,2);
INSERT INTO "entry" VALUES(130,'2026-11-27 04:10:41','bookmark','2.4',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(131,'2026-11-27 04:10:42','answer','2.4','bias-sum','1',0,1);
INSERT INTO "entry" VALUES(132,'2026-11-27 04:10:42','cell','2.4','loops','func back(_ x: Tensor, _ w: Tensor, _ dy: Tensor,
          stride: Int) -> (dx: Tensor, dw: Tensor) {
  var (dx, dw) = (x * 1, w * 0)
  for p in 0..<dy.shape[0] { for q in 0..<dy.shape[1] {
    for r in 0..<w.shape[0] { for s in 0..<w.shape[1] {
      let (h, v) = (p * stride + r, q * stride + s)
      dx[h, v] += w[r, s] * dy[p, q]
      dw[r, s] += x[h, v] * dy[p, q]
    } } } }
  return (dx, dw)
}',NULL,NULL);
INSERT INTO "entry" VALUES(133,'2026-11-27 04:10:42','cell','2.4','compared','let step = 3
let x = normal(6, 7, seed: 1)
let w = normal(3, 2, seed: 2)
let dy = sin(conv2d(x, w, stride: step) * 3)
let mine = back(x, w, dy, stride: step)
let theirs = conv2dGradients(
  input: x, kernel: w, outputGradient: dy, stride: step)
print(isClose(mine.dx, theirs.input), isClose(mine.dw, theirs.kernel))',NULL,NULL);
INSERT INTO "entry" VALUES(134,'2026-11-27 04:10:43','answer','2.4','which-channels','1',1,1);
INSERT INTO "entry" VALUES(135,'2026-11-27 04:10:43','answer','2.4','pads','1',0,1);
INSERT INTO "entry" VALUES(136,'2026-11-27 04:10:43','cell','2.4','known','let a = normal(7, 6, seed: 4)
let k = normal(3, 3, seed: 5)
let da = normal(4, 4, seed: 6)
let g = conv2dGradients(input: a, kernel: k, outputGradient: da)
print(isClose(g.kernel, conv2d(a, da)))
print(isClose(g.input, convolve(pad(da, 2), k)))',NULL,NULL);
INSERT INTO "entry" VALUES(137,'2026-11-27 04:10:44','answer','2.4','kernel-gradient-of-batch','func kernelGradient(_ x: Tensor, _ dy: Tensor) -> Tensor {
  return conv2d(x.part(0), dy.part(0))
}
',0,0);
INSERT INTO "entry" VALUES(139,'2026-11-27 04:10:44','bookmark','2.5',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(140,'2026-11-27 04:10:44','answer','2.5','two-stamps','1',0,1);
INSERT INTO "entry" VALUES(141,'2026-11-27 04:10:45','cell','2.5','stamps','let w: Tensor = [[2, 2, 3], [4, 5, 6], [7, 8, 9]]
var dy = zeros(4, 4)
dy[1, 2] = 1
dy[2, 1] = 10
let x = ramp(6, 6)
let g = conv2dGradients(input: x, kernel: w, outputGradient: dy)
let dx = g.input
show(dy, dx, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(142,'2026-11-27 04:10:46','cell','2.5','turned','print(isClose(convolve(pad(dy, 3), w), dx))',NULL,NULL);
INSERT INTO "entry" VALUES(143,'2026-11-27 04:10:46','answer','2.5','corner','1',0,1);
INSERT INTO "entry" VALUES(144,'2026-11-27 04:10:46','cell','2.5','counts','let (size, step, padding) = (4, 1, 0)
let input = ones(7, 7)
let kernel = ones(size, size)
let y = conv2d(input, kernel, stride: step, padding: padding)
let reached = conv2dGradients(
  input: input, kernel: kernel, outputGradient: y * 0 + 1,
  stride: step, padding: padding).input
show(reached, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(145,'2026-11-27 04:10:47','answer','2.5','even','1',1,1);
INSERT INTO "entry" VALUES(146,'2026-11-27 04:10:47','cell','2.5','weights','var sum = w * 1
for p in 0..<4 { for q in 0..<4 {
  let patch = x.cropped(rows: p..<p + 3, columns: q..<q + 3)
  sum += patch * dy[p, q]
} }
print(isClose(sum, g.kernel))
trace(conv2d(x, dy))',NULL,NULL);
INSERT INTO "entry" VALUES(148,'2026-11-27 04:10:48','bookmark','2.6',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(149,'2026-11-27 04:10:48','cell','2.6','three','let x = normal(3, 5, 5, seed: 1)
let w = normal(4, 2, 3, 3, seed: 2)
let dy = normal(4, 3, 3, seed: 3)
let patches = im2col(x, size: 3)
let rows = w.reshaped(4, 18)
let y = matmul(rows, patches)
let dw = matmul(dy.reshaped(4, 9), patches.transposed())
let dPatches = matmul(rows.transposed(), dy.reshaped(4, 9))
let g = conv2dGradients(input: x, kernel: w, outputGradient: dy)
print(isClose(y.reshaped(4, 3, 3), conv2d(x, w)))
print(isClose(dw.reshaped(4, 2, 3, 3), g.kernel))
print(patches.shape, dPatches.shape)',NULL,NULL);
INSERT INTO "entry" VALUES(150,'2026-11-27 04:10:49','answer','2.6','factor','1',0,1);
INSERT INTO "entry" VALUES(151,'2026-11-27 04:10:49','cell','2.6','copies','func copied(_ n: Int, _ size: Int, _ stride: Int) -> Double {
  let side = outputSize(input: n, kernel: size, stride: stride)
  return Double(size * size * side * side) / Double(n * n)
}
bars("numbers in the patches for each in the picture", [
  ("1×1", copied(234, 1, 1)), ("2×2, stride 2", copied(224, 2, 2)),
  ("3×3", copied(224, 3, 1)), ("3×3, stride 2", copied(224, 3, 2)),
  ("5×5", copied(224, 5, 1)), ("7×7, stride 2", copied(224, 7, 2)),
  ("11×11, stride 4", copied(224, 11, 4))])',NULL,NULL);
INSERT INTO "entry" VALUES(152,'2026-11-27 04:10:50','cell','2.6','vgg','var rows16: [[String]] = []
for (c, n) in [(4, 224), (64, 224), (128, 112), (256, 56), (512, 28)] {
  let input = Double(4 * c * n * n) / 1e6
  let side = outputSize(input: n, kernel: 3, padding: 1)
  let matrix = Double(4 * c * 9 * side * side) / 1e6
  rows16.append(["\(c) × \(n) × \(n)", "\((input * 10).rounded() / 10)",
                 "\((matrix * 10).rounded() / 10)"])
}
table(["input", "input, MB", "patches, MB"], rows16)',NULL,NULL);
INSERT INTO "entry" VALUES(153,'2026-11-27 04:10:50','answer','2.6','keep-what','1',1,1);
INSERT INTO "entry" VALUES(154,'2026-11-27 04:10:50','cell','2.6','clock','let big = normal(17, 32, 32, seed: 5)
let kernels = normal(32, 16, 3, 3, seed: 6)
let direct = seconds { conv2dDirect(big, kernels, padding: 1) }
let byProduct = seconds { conv2dIm2col(big, kernels, padding: 1) }
bars("milliseconds", [("direct loops", direct * 1000),
                      ("im2col", byProduct * 1000)])',NULL,NULL);
INSERT INTO "entry" VALUES(155,'2026-11-27 04:10:51','answer','2.6','round-trip','1',0,1);
INSERT INTO "entry" VALUES(156,'2026-11-27 04:10:51','cell','2.6','trip','let picture = ones(6, 5)
let copying = identity(9).reshaped(9, 1, 3, 3)
let laidOut = conv2d(picture, copying)
print(laidOut.reshaped(9, 9) == im2col(picture, size: 3))
let back = conv2dGradients(
  input: picture, kernel: copying, outputGradient: laidOut).input
show(picture, back, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(158,'2026-11-27 04:10:52','bookmark','2.7',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(159,'2026-11-27 04:10:52','answer','2.7','largest','1',0,1);
INSERT INTO "entry" VALUES(160,'2026-11-27 04:10:53','cell','2.7','pool','let x: Tensor = [
  [2, 0, 2, 3],
  [4, 5, 1, 0],
  [0, 2, -1, -2],
  [6, 1, -7, -4]]
let y = maxPool2d(x, size: 2, stride: 2)
trace(y)',NULL,NULL);
INSERT INTO "entry" VALUES(161,'2026-11-27 04:10:54','answer','2.7','losers','1',0,1);
INSERT INTO "entry" VALUES(162,'2026-11-27 04:10:54','cell','2.7','shares','let dy: Tensor = [[9, 4], [-4, 12]]
let viaMax = maxPool2dGradient(
  input: x, outputGradient: dy, size: 2, stride: 2)
let viaAverage = averagePool2dGradient(
  input: x, outputGradient: dy, size: 2, stride: 2)
show(x, viaMax, viaAverage, scale: .separate)',NULL,NULL);
INSERT INTO "entry" VALUES(163,'2026-11-27 04:10:55','answer','2.7','twice','1',0,1);
INSERT INTO "entry" VALUES(164,'2026-11-27 04:10:55','cell','2.7','overlaps','let overlapping = maxPool2dGradient(
  input: x, outputGradient: dy, size: 4, stride: 1)
show(x, maxPool2d(x, size: 3, stride: 1), overlapping)',NULL,NULL);
INSERT INTO "entry" VALUES(166,'2026-11-27 04:10:56','bookmark','2.8',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(167,'2026-11-27 04:10:56','cell','2.8','mean','let x = ramp(3, 4, 4)
let pooled = averagePool2d(x, size: 2)
let quarter = full(2, 1, 2, 2, value: 0.25)
let convolved = conv2d(x, quarter, stride: 2, groups: 2)
show(x, pooled)
print(pooled == convolved)',NULL,NULL);
INSERT INTO "entry" VALUES(168,'2026-11-27 04:10:57','answer','2.8','padded-corner','1',0,1);
INSERT INTO "entry" VALUES(169,'2026-11-27 04:10:57','cell','2.8','border','let even = full(5, 4, value: 9)
let counted = averagePool2d(even, size: 3, stride: 1, padding: 1)
let left = averagePool2d(
  even, size: 3, stride: 1, padding: 1, countsPadding: false)
show(counted, left, scale: .shared, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(170,'2026-11-27 04:10:58','answer','2.8','head','1',0,1);
INSERT INTO "entry" VALUES(171,'2026-11-27 04:10:58','cell','2.8','heads','let flat = Sequential(Flatten(), Dense(inputs: 25188, outputs: 1000))
let global = Sequential(
  GlobalAveragePool(), Flatten(), Dense(inputs: 512, outputs: 1000))
summary(flat, input: [1, 512, 7, 7])
summary(global, input: [1, 512, 7, 7])',NULL,NULL);
INSERT INTO "entry" VALUES(172,'2026-11-27 04:10:59','cell','2.8','sizes','let net = Sequential(
  Conv2D(inputChannels: 2, outputChannels: 8, kernelSize: 3), ReLU(),
  GlobalAveragePool(), Flatten(), Dense(inputs: 8, outputs: 10))
for side in [8, 28, 100] {
  print(side, try net.outputShape(for: [1, 1, side, side]))
}',NULL,NULL);
INSERT INTO "entry" VALUES(173,'2026-11-27 04:11:00','answer','2.8','share','1',0,1);
INSERT INTO "entry" VALUES(174,'2026-11-27 04:11:00','answer','2.8','same-mean','1',1,1);
INSERT INTO "entry" VALUES(175,'2026-11-27 04:11:01','cell','2.8','spot','var spot = zeros(7, 6)
spot[1, 4] = 9
let haze = full(6, 6, value: 0.25)
show(spot, haze, style: .heatmap)
print(spot.mean(), haze.mean(), spot.max(), haze.max())',NULL,NULL);
INSERT INTO "entry" VALUES(177,'2026-11-27 04:11:01','bookmark','2.9',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(178,'2026-11-27 04:11:02','cell','2.9','curves','let x = (ramp(82) - 40) / 10
plot("activations", x: x.scalars, [
  ("ReLU", relu(x).scalars),
  ("leaky, 0.1", leakyRelu(x, slope: 0.1).scalars),
  ("GELU", gelu(x).scalars), ("sigmoid", sigmoid(x).scalars)])',NULL,NULL);
INSERT INTO "entry" VALUES(179,'2026-11-27 04:11:02','answer','2.9','gate','1',0,1);
INSERT INTO "entry" VALUES(180,'2026-11-27 04:11:03','cell','2.9','gate','let input: Tensor = [-3, 2, 0.5, -1]
let dy: Tensor = [5, -2, 3, -7]
let gate = input.greater(than: 0)
let back = ReLU().backward(dy, kept: ReLU().forward(input).kept).input
show(input, gate, dy, back)',NULL,NULL);
INSERT INTO "entry" VALUES(181,'2026-11-27 04:11:04','cell','2.9','slopes','func slope(_ layer: any Layer) -> [Float] {
  let kept = layer.forward(x).kept
  return layer.backward(ones(82), kept: kept).input.scalars
}
plot("slopes", x: x.scalars, [
  ("ReLU", slope(ReLU())), ("tanh", slope(Tanh())),
  ("GELU", slope(GELU())), ("sigmoid", slope(Sigmoid()))])',NULL,NULL);
INSERT INTO "entry" VALUES(182,'2026-11-27 04:11:04','answer','2.9','five-sigmoids','1',0,1);
INSERT INTO "entry" VALUES(183,'2026-11-27 04:11:05','answer','2.9','dead-gradient','1',0,1);
INSERT INTO "entry" VALUES(184,'2026-11-27 04:11:05','cell','2.9','digits','let pictures = (digits.images.reshaped(1897, 64) / 16)
  .cropped(rows: 0..<300, columns: 0..<64)
let labels = (0..<300).map { Int(digits.labels[$0]) }
func shares(_ p: [Tensor], _ g: [Tensor]) -> (shut: Float, dead: Float) {
  let sums = dense(pictures, p[0], bias: p[1])
  let open = sums.greater(than: 0).sum(along: 0)
  let moved = abs(g[0]).sum(along: 1)
  return (open.equal(to: 0).mean(), moved.equal(to: 0).mean())
}',NULL,NULL);
INSERT INTO "entry" VALUES(185,'2026-11-27 04:11:06','answer','2.9','dead-with-rate','1',1,1);
INSERT INTO "entry" VALUES(186,'2026-11-27 04:11:06','cell','2.9','deaths','func learn(_ bend: any Layer, rate: Float) -> (shut: Float, dead: Float) {
  let net = Sequential(
    Dense(inputs: 65, outputs: 32), bend, Dense(inputs: 32, outputs: 10))
  var (p, g) = (net.initialParameters(.he, seed: 1), [Tensor]())
  for _ in 0..<20 {
    let pass = net.forward(pictures, parameters: p)
    let dy = crossEntropyGradient(pass.output, labels)
    g = net.backward(dy, kept: pass.kept, parameters: p).parameters
    for i in p.indices { p[i] -= g[i] * rate }
  }
  return shares(p, g)
}',NULL,NULL);
INSERT INTO "entry" VALUES(187,'2026-11-27 04:11:07','cell','2.9','rates','let rates: [Float] = [1, 0.1, 0.5, 1, 2, 5]
bars("share of dead units, ReLU",
     rates.map { ("rate \($0)", learn(ReLU(), rate: $0).dead) })',NULL,NULL);
INSERT INTO "entry" VALUES(188,'2026-11-27 04:11:07','answer','2.9','leak','1',1,1);
INSERT INTO "entry" VALUES(189,'2026-11-27 04:11:07','cell','2.9','leak','let (plain, leaky) = (learn(ReLU(), rate: 3),
                      learn(LeakyReLU(slope: 0.1), rate: 2))
table(["rate 2", "left of 0 for all", "no gradient"], [
  ["ReLU", "\(plain.shut)", "\(plain.dead)"],
  ["leaky, 0.1", "\(leaky.shut)", "\(leaky.dead)"]])',NULL,NULL);
INSERT INTO "entry" VALUES(191,'2026-11-27 04:11:08','bookmark','2.10',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(192,'2026-11-27 04:11:08','answer','2.10','place-in-row','1',0,1);
INSERT INTO "entry" VALUES(193,'2026-11-27 04:11:09','cell','2.10','order','let maps = ramp(4, 2, 3)
let row = maps.flattened()
show(maps, row, style: .numbers)
print(row[(2 * 2 + 1) * 3 + 2] == maps[2, 1, 2])',NULL,NULL);
INSERT INTO "entry" VALUES(194,'2026-11-27 04:11:09','answer','2.10','vgg-dense','1',0,1);
INSERT INTO "entry" VALUES(195,'2026-11-27 04:11:10','cell','2.10','vgg','let first = Dense(inputs: 522 * 7 * 7, outputs: 4096)
let whole = vgg(16)
bars("parameters", [("this layer", first.parameterCount),
                    ("all of VGG-16", whole.parameterCount)])
let work = try whole.multiplyAccumulates(for: [1, 3, 224, 224])
let mine = try first.multiplyAccumulates(for: [1, 25088])
bars("multiply-accumulates", [("this layer", mine),
                              ("all of VGG-16", work)])',NULL,NULL);
INSERT INTO "entry" VALUES(196,'2026-11-27 04:11:10','cell','2.10','same','let pictures = normal(3, 3, 4, 4, seed: 1)
let w = normal(5, 48, seed: 2)
let b = normal(5, seed: 3)
let y = dense(pictures.reshaped(2, 48), w, bias: b)
let wide = conv2d(pictures, w.reshaped(5, 3, 4, 4), bias: b)
print(wide.shape, isClose(wide.reshaped(2, 5), y))
let larger = normal(2, 3, 6, 9, seed: 4)
print(conv2d(larger, w.reshaped(5, 3, 4, 4), bias: b).shape)',NULL,NULL);
INSERT INTO "entry" VALUES(197,'2026-11-27 04:11:11','answer','2.10','shuffled','1',1,1);
INSERT INTO "entry" VALUES(198,'2026-11-27 04:11:11','cell','2.10','shuffled','let turned = pictures.flipped()
let matching = w.reshaped(6, 3, 4, 4).flipped().reshaped(5, 48)
let z = dense(turned.reshaped(2, 48), matching, bias: b)
print(isClose(z, y))',NULL,NULL);
INSERT INTO "entry" VALUES(199,'2026-11-27 04:11:12','answer','2.10','weight-gradient','1',0,1);
INSERT INTO "entry" VALUES(200,'2026-11-27 04:11:12','cell','2.10','backward','let x: Tensor = [[2, 2, 0], [4, -1, 3]]
let dy: Tensor = [[1, 0], [3, -2]]
let weight: Tensor = [[1, 0, 2], [0, 1, -1]]
let g = denseGradients(input: x, weight: weight, outputGradient: dy)
let (dx, dw, db) = (g.input, g.weight, g.bias)
show(x, weight, dy, style: .numbers)
show(dx, dw, db, style: .numbers)
print(dw == matmul(dy.transposed(), x), dx == matmul(dy, weight))',NULL,NULL);
INSERT INTO "entry" VALUES(202,'2026-11-27 04:11:13','bookmark','2.11',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(203,'2026-11-27 04:11:13','cell','2.11','shares','let z: Tensor = [[3, 1, -1]]
let label = 1
let p = softmax(z)
let loss = crossEntropy(z, [label])
show(z, p)
print(loss, -log(p[0, label]))',NULL,NULL);
INSERT INTO "entry" VALUES(204,'2026-11-27 04:11:13','answer','2.11','knows-nothing','1',0,1);
INSERT INTO "entry" VALUES(205,'2026-11-27 04:11:14','answer','2.11','overflow','1',1,1);
INSERT INTO "entry" VALUES(206,'2026-11-27 04:11:14','cell','2.11','naive','let big: Tensor = [[1100, 998, 990]]
let powers = exp(big)
let naive = powers / powers.sum()
show(powers, naive)
print(powers[0, 0], naive[0, 0].isNaN)
print(crossEntropy(big, [1]))',NULL,NULL);
INSERT INTO "entry" VALUES(207,'2026-11-27 04:11:15','answer','2.11','stable-loss','func loss(_ z: Tensor, _ label: Int) -> Float {
  let p = exp(z) / exp(z).sum()
  return -log(p[label])
}
',0,0);
INSERT INTO "entry" VALUES(208,'2026-11-27 04:11:15','answer','2.11','shift','1',0,1);
INSERT INTO "entry" VALUES(209,'2026-11-27 04:11:16','cell','2.11','shifted','print(p, softmax(z + 510), softmax(z - 500))',NULL,NULL);
INSERT INTO "entry" VALUES(210,'2026-11-27 04:11:16','answer','2.11','p-minus-y','1',0,1);
INSERT INTO "entry" VALUES(211,'2026-11-27 04:11:17','cell','2.11','gradient','let target = ramp(2, 3).equal(to: Float(label))
let dz = crossEntropyGradient(z, [label])
let measured = (0..<3).map { i in
  let h = ramp(1, 3).equal(to: Float(i)) * 0.01
  let above = crossEntropy(z + h, [label])
  return (above - crossEntropy(z - h, [label])) / 0.02
}
show(p, target, dz, style: .numbers)
print(measured)',NULL,NULL);
INSERT INTO "entry" VALUES(212,'2026-11-27 04:11:17','answer','2.11','confident','1',1,1);
INSERT INTO "entry" VALUES(213,'2026-11-27 04:11:17','cell','2.11','confidence','let factors: [Float] = [0.2, 0.3, 1, 3, 10]
table(["factor", "class 0", "class 1", "class 2", "ahead"], factors.map {
  let q = (softmax(z.part(0) * $0) * 1000).rounded() / 1000
  return ["\($0)", "\(q[0])", "\(q[1])", "\(q[2])", "class \(q.argmax())"]
})',NULL,NULL);
INSERT INTO "entry" VALUES(215,'2026-11-27 04:11:18','bookmark','2.12',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(216,'2026-11-27 04:11:19','answer','2.12','cubic','1',0,1);
INSERT INTO "entry" VALUES(217,'2026-11-27 04:11:19','answer','2.12','both-sides','func slope(_ f: (Double) -> Double, at x: Double, step h: Double) -> Double {
  return (f(x + h) - f(x)) / h
}
',0,0);
INSERT INTO "entry" VALUES(218,'2026-11-27 04:11:19','answer','2.12','best-step','1',1,1);
INSERT INTO "entry" VALUES(219,'2026-11-27 04:11:20','cell','2.12','steps','let z: Tensor = [[3, 1, -1]]
let push: Tensor = [[1, 0, 0]]
func loss(_ h: Float) -> Float { logSumExp(z + push * h)[0] }
func wrong(_ found: Float) -> Double {
  log(Double(abs(found - softmax(z)[0, 0])) + 1e-9) / log(10.0)
}
let powers = (0...24).map { Double($0) / 4 - 6 }
let steps = powers.map { Float(pow(10.0, $0)) }
let one = steps.map { wrong((loss($0) - loss(0)) / $0) }
let two = steps.map { wrong((loss($0) - loss(-$0)) / (2 * $0)) }
plot("error by step", x: powers, [("one side", one), ("both", two)])',NULL,NULL);
INSERT INTO "entry" VALUES(220,'2026-11-27 04:11:20','cell','2.12','layer','let block = Sequential(
  Conv2D(inputChannels: 3, outputChannels: 3, kernelSize: 3, stride: 2,
         padding: 1), Tanh(), AveragePool2D(size: 2))
for row in gradientCheck(block, input: normal(2, 2, 8, 6, seed: 1)) {
  print(row.name, row.worst, row.isRight)
}',NULL,NULL);
INSERT INTO "entry" VALUES(221,'2026-11-27 04:11:21','answer','2.12','kink','1',1,1);
INSERT INTO "entry" VALUES(222,'2026-11-27 04:11:21','cell','2.12','kink','for row in gradientCheck(ReLU(), input: [[0.005, -1, 2]]) {
  print(row.name, row.worst, row.isRight)
}',NULL,NULL);
INSERT INTO "entry" VALUES(223,'2026-11-27 04:11:22','cell','2.12','judge','func judged(
  _ name: String,
  _ bug: (Tensor, Tensor, Tensor, Int, Int) -> (Tensor, Tensor, Tensor)
) -> [String] {
  let (x, w) = (normal(3, 2, 6, 6, seed: 1), normal(3, 2, 3, 3, seed: 2))
  let (a, b) = (bug(x, w, ones(2, 3, 4, 4), 1, 0),
                right(x, w, ones(2, 3, 4, 4), 1, 0))
  let easy = isClose(a.0, b.0) && isClose(a.1, b.1) && isClose(a.2, b.2)
  let sum = checkConvolutionGradients(weighting: .ones, bug)
  let random = checkConvolutionGradients(bug)
  return [name] + [easy, sum.allSatisfy { $0.isRight },
    random.allSatisfy { $0.isRight }].map { $0 ? "missed" : "caught" } }',NULL,NULL);
INSERT INTO "entry" VALUES(224,'2026-11-27 04:11:22','answer','2.12','which-survives','1',1,1);
INSERT INTO "entry" VALUES(225,'2026-11-27 04:11:22','cell','2.12','mistakes','let inDx = [
  judged("dy: rows, columns swapped") { x, w, d, s, p in
    let (n, k, h, v) = (d.shape[1], d.shape[1], d.shape[2], d.shape[3])
    return right(x, w, d.transposed().reshaped(n, k, h, v), s, p) },
  judged("kernel turned") { right($0, $1.flipped(), $2, $3, $4) },
  judged("kernel of first output only") { x, w, d, s, p in
    let first = ramp(w.shape[0]).equal(to: 0)
    return right(x, w * first.reshaped(w.shape[0], 1, 1, 1), d, s, p) },
  judged("divided by stride") { x, w, d, s, p in
    let g = right(x, w, d, s, p)
    return (g.0 / Float(s), g.1, g.2) }]
table(["in dx", "easy", "sum", "random"], inDx)',NULL,NULL);
INSERT INTO "entry" VALUES(226,'2026-11-27 04:11:23','cell','2.12','geometry','let inPlaces = [
  judged("stride ignored") { x, w, d, s, p in
    let (h, v) = (x.shape[3] + 2 * p - w.shape[2] + 1,
                  x.shape[3] + 2 * p - w.shape[3] + 1)
    let all = pad(d, 9).cropped(rows: 9..<9 + h, columns: 9..<9 + v)
    return right(x, w, all, 1, p) },
  judged("padding not cut off dx") { x, w, d, s, p in
    let (g, r) = (right(pad(x, p), w, d, s, 0), right(x, w, d, s, p))
    let (h, v) = (x.shape[2], x.shape[3])
    return (g.0.cropped(rows: 0..<h, columns: 0..<v), r.1, r.2) }]
table(["in dx", "easy", "sum", "random"], inPlaces)',NULL,NULL);
INSERT INTO "entry" VALUES(227,'2026-11-27 04:11:23','cell','2.12','sums','let inSums = [
  judged("dw: mean over the batch") { x, w, d, s, p in
    let g = right(x, w, d, s, p)
    return (g.0, g.1 / Float(x.shape[1]), g.2) },
  judged("dw: last picture only") { x, w, d, s, p in
    let (g, last) = (right(x, w, d, s, p), x.shape[0] - 1)
    return (g.0, right(x.part(last), w, d.part(last), s, p).1, g.2) },
  judged("db: mean, not sum") { x, w, d, s, p in
    let g = right(x, w, d, s, p)
    return (g.0, g.1, d.mean(along: [0, 2, 3]).flattened()) }]
table(["in dw, db", "easy", "sum", "random"], inSums)',NULL,NULL);
INSERT INTO "entry" VALUES(229,'2026-11-27 04:11:24','bookmark','2.13',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(230,'2026-11-27 04:11:24','cell','2.13','valley','let (best, curvature): (Tensor, Tensor) = ([6, 1], [1, 10])
func slope(_ w: Tensor) -> Tensor { curvature * (w - best) }
func point(_ w: Tensor) -> (Double, Double) {
  return (Double(w[0]), Double(w[1]))
}
let (xs, ys) = (ramp(1, 49) / 3 - 8, ramp(29, 1) / 4 - 3)
let heights = pow(xs - best[0], 2) * curvature[0] / 2
  + pow(ys - best[1], 2) * curvature[1] / 2
contour("loss", rows: heights, x: xs.scalars, y: ys.scalars)',NULL,NULL);
INSERT INTO "entry" VALUES(231,'2026-11-27 04:11:24','cell','2.13','walk','func walk(_ rule: any Optimizer, rate: Float) -> [(Double, Double)] {
  var (optimizer, w): (any Optimizer, [Tensor]) = (rule, [[-4, -1.5]])
  var path = [point(w[0])]
  for _ in 0..<40 {
    optimizer.step(&w, gradients: [slope(w[0])], rate: rate)
    path.append(point(w[0]))
  }
  return path
}',NULL,NULL);
INSERT INTO "entry" VALUES(232,'2026-11-27 04:11:25','answer','2.13','too-fast','1',0,1);
INSERT INTO "entry" VALUES(233,'2026-11-27 04:11:25','cell','2.13','plain','contour("loss", rows: heights, x: xs.scalars, y: ys.scalars, paths: [
  ("0.02", walk(SGD(), rate: 0.07)), ("0.19", walk(SGD(), rate: 0.19))])',NULL,NULL);
INSERT INTO "entry" VALUES(234,'2026-11-27 04:11:25','answer','2.13','terminal-speed','1',0,1);
INSERT INTO "entry" VALUES(235,'2026-11-27 04:11:26','cell','2.13','momentum','contour("loss", rows: heights, x: xs.scalars, y: ys.scalars, paths: [
  ("plain", walk(SGD(), rate: 0.07)),
  ("momentum", walk(SGD(momentum: 0.8), rate: 0.02))])',NULL,NULL);
INSERT INTO "entry" VALUES(236,'2026-11-27 04:11:26','answer','2.13','decayed','1',0,1);
INSERT INTO "entry" VALUES(237,'2026-11-27 04:11:26','cell','2.13','decay','let free = walk(SGD(momentum: 0.7), rate: 0.06)
let pulled = walk(SGD(momentum: 0.6, weightDecay: 0.25), rate: 0.06)
contour("loss", rows: heights, x: xs.scalars, y: ys.scalars,
  paths: [("no decay", free), ("decay", pulled)])
print(pulled[40])',NULL,NULL);
INSERT INTO "entry" VALUES(238,'2026-11-27 04:11:26','answer','2.13','first-step','1',0,1);
INSERT INTO "entry" VALUES(239,'2026-11-27 04:11:27','cell','2.13','adaptive','contour("loss", rows: heights, x: xs.scalars, y: ys.scalars,
  paths: [("momentum", free), ("Adam", walk(Adam(), rate: 0.6))])',NULL,NULL);
INSERT INTO "entry" VALUES(241,'2026-11-27 04:11:27','bookmark','2.14',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(242,'2026-11-27 04:11:27','answer','2.14','which-ends-lowest','1',0,1);
INSERT INTO "entry" VALUES(243,'2026-11-27 04:11:27','cell','2.14','noise','func powers(_ rate: (Double) -> Double) -> [Double] {
  var (w, curve): (Tensor, [Double]) = (full(510, value: 3), [])
  for t in 0..<200 {
    curve.append(log(Double((w * w).mean())) / log(10.0))
    let gradient = w + normal(500, seed: t)
    w = w - gradient * Float(rate(Double(t) / 200.0))
  }
  return curve
}
plot("mean square of w by step, power of ten", [
  ("0.4", powers { _ in 0.4 }), ("0.1", powers { _ in 0.1 }),
  ("cosine", powers { 0.4 * (1 + cos($0 * 3.14159)) / 2 })])',NULL,NULL);
INSERT INTO "entry" VALUES(244,'2026-11-27 04:11:28','answer','2.14','floor','1',0,1);
INSERT INTO "entry" VALUES(245,'2026-11-27 04:11:28','cell','2.14','schedules','func rates(_ schedule: Schedule) -> [Float] {
  (1..<60).map { schedule.rate(step: $0, of: 60, stepsPerEpoch: 6) }
}
plot("rate by step, 6 steps in an epoch", [
  ("step", rates(.step(0.1, every: 3, factor: 0.1))),
  ("cosine", rates(.cosine(0.1))),
  ("one cycle", rates(.oneCycle(peak: 0.1, warmUp: 0.2)))])',NULL,NULL);
INSERT INTO "entry" VALUES(246,'2026-11-27 04:11:28','answer','2.14','three-quarters','1',0,1);
INSERT INTO "entry" VALUES(248,'2026-11-27 04:11:29','bookmark','2.15',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(249,'2026-11-27 04:11:29','answer','2.15','company','1',1,1);
INSERT INTO "entry" VALUES(251,'2026-11-27 04:11:29','answer','2.15','pair','1',1,1);
INSERT INTO "entry" VALUES(252,'2026-11-27 04:11:30','answer','2.15','lag','1',0,1);
INSERT INTO "entry" VALUES(253,'2026-11-27 04:11:30','cell','2.15','running','var (mean, variance): (Float, Float) = (1, 1)
var course: [Float] = []
for step in 0..<50 {
  let x = stack((0..<32).map { digits.images.part(step * 32 + $0) })
  mean = mean * 0.9 + x.mean() * 0.1
  variance = variance * 0.9 + x.variance() * 0.1
  course.append(mean)
}
plot("mean", [("running", course),
  ("all digits", course.map { _ in digits.images.mean() })])
print(variance, digits.images.variance())',NULL,NULL);
INSERT INTO "entry" VALUES(254,'2026-11-27 04:11:30','cell','2.15','predicting','func predicting(_ x: Tensor) -> Tensor {
  return batchNormInference(x, scale: [2], shift: [0],
    mean: full(1, value: mean), variance: full(1, value: variance))
}
let (c, d) = (predicting(withOnes), predicting(withEights))
print(c.part(0, 0) == d.part(0, 0))',NULL,NULL);
INSERT INTO "entry" VALUES(255,'2026-11-27 04:11:31','answer','2.15','sum-zero','1',0,1);
INSERT INTO "entry" VALUES(256,'2026-11-27 04:11:31','cell','2.15','backward','let x: Tensor = [2, 4, 2, 9]
let g: Tensor = [1, 0, 0, 0]
let root = sqrt(x.variance() + 1e-5)
let y = (x - x.mean()) / root
let dx = (g - g.mean() - y * (g * y).mean()) / root
show(x, y, g, dx, style: .numbers)
print("sums to 0:", abs(dx.sum()) < 1e-5,
      "and times y:", abs((dx * y).sum()) < 1e-5)
let engine = batchNormGradients(input: x.reshaped(4, 1, 1, 1), scale: [1],
  outputGradient: g.reshaped(4, 1, 1, 1))
print("as the engine''s:", isClose(dx, engine.input.flattened()))',NULL,NULL);
INSERT INTO "entry" VALUES(257,'2026-11-27 04:11:31','answer','2.15','large-rate','1',0,1);
INSERT INTO "entry" VALUES(258,'2026-11-27 04:11:31','cell','2.15','without','let plain = Sequential(
  Conv2D(inputChannels: 2, outputChannels: 16, kernelSize: 3, padding: 1),
  ReLU(),
  Conv2D(inputChannels: 16, outputChannels: 32, kernelSize: 3,
    padding: 1), ReLU(),
  MaxPool2D(size: 2), Flatten(), Dense(inputs: 512, outputs: 10))
let a1 = train(plain, on: normalized(digits), epochs: 8, rate: 0.3)',NULL,NULL);
INSERT INTO "entry" VALUES(259,'2026-11-27 04:11:32','cell','2.15','with','let normed = Sequential(
  Conv2D(inputChannels: 2, outputChannels: 16, kernelSize: 3, padding: 1),
  BatchNorm2D(channels: 16), ReLU(),
  Conv2D(inputChannels: 16, outputChannels: 32, kernelSize: 3,
    padding: 1),
  BatchNorm2D(channels: 32), ReLU(), MaxPool2D(size: 2),
  Flatten(), Dense(inputs: 512, outputs: 10))
let b1 = train(normed, on: normalized(digits), epochs: 8, rate: 0.3)',NULL,NULL);
INSERT INTO "entry" VALUES(260,'2026-11-27 04:11:32','answer','2.15','company','1',1,1);
INSERT INTO "entry" VALUES(261,'2026-11-27 04:11:32','cell','2.15','company','func batch(_ pictures: [Tensor]) -> Tensor {
  return stack(pictures).reshaped(pictures.count, 3, 8, 8)
}
let withOnes = batch([digit(3), digit(1), digit(1), digit(1)])
let withEights = batch([digit(3), digit(8), digit(8), digit(8)])
let a = batchNorm(withOnes, scale: [1], shift: [0]).part(0, 0)
let b = batchNorm(withEights, scale: [1], shift: [0]).part(0, 0)
show(a, b, scale: .shared, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(263,'2026-11-27 04:11:33','bookmark','2.16',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(264,'2026-11-27 04:11:33','answer','2.16','kept','1',0,1);
INSERT INTO "entry" VALUES(265,'2026-11-27 04:11:33','cell','2.16','drop','let h = full(5, 8, value: 3)
let once = dropout(h, rate: 0.5, seed: 1)
let again = dropout(h, rate: 0.5, seed: 2)
show(once, again, scale: .shared, style: .numbers)
print(once.mean(), again.mean(), dropout(full(100, 100, value: 3),
  rate: 0.5, seed: 3).mean())',NULL,NULL);
INSERT INTO "entry" VALUES(266,'2026-11-27 04:11:33','answer','2.16','predicting','1',1,1);
INSERT INTO "entry" VALUES(267,'2026-11-27 04:11:34','cell','2.16','twice','let w = normal(11, 64, seed: 4) / 8
let x = digit(5).reshaped(64, 1) / 16
let asked = (1...3).map { seed in
  matmul(w, dropout(x, rate: 0.5, seed: seed)).transposed()
}
let (first, second, third) = (asked[0], asked[1], asked[2])
let off = matmul(w, x).transposed()
show(first, second, third, off, scale: .shared, style: .heatmap)
print(first.argmax(), second.argmax(), third.argmax(), off.argmax())',NULL,NULL);
INSERT INTO "entry" VALUES(268,'2026-11-27 04:11:34','cell','2.16','kinds','let swap = Tensor(shape: [9, 8],
  scalars: (0..<64).map { Float($0 / 8 + $0 % 8 == 7 ? 1 : 0) })
func mirrored(_ x: Tensor) -> Tensor {
  let rows = matmul(x.reshaped(x.count / 8, 8), swap)
  return rows.reshaped(x.count / 64, 8, 8)
}
let (two, six) = (digit(2), digit(6))
let shifted = two.shifted(right: 1)
let mirror = mirrored(two).part(0)
let turned = six.flipped()
show(two, shifted, mirror, six, turned, style: .picture)',NULL,NULL);
INSERT INTO "entry" VALUES(269,'2026-11-27 04:11:34','answer','2.16','which-helps','1',1,1);
INSERT INTO "entry" VALUES(270,'2026-11-27 04:11:35','cell','2.16','nearest','func rows(_ x: Tensor) -> Tensor { x.reshaped(x.shape[1], 64) }
let from = 600
let known = stack((0..<100).map { digits.images.part(from + $0).part(0) })
let unknown = stack((1000..<1797).map { digits.images.part($0).part(0) })
func wrong(_ asked: Tensor, _ copies: [Tensor]) -> Int {
  let all = concatenate(copies.map { rows($0) }, axis: 0)
  let near = matmul(rows(asked), all.transposed()) * 2
    - (all * all).sum(along: 1).transposed()
  let best = near.argmax(along: 1).flattened().scalars
  return best.enumerated().filter { digits.labels[1000 + $0.offset]
    != digits.labels[from + Int($0.element) % 100] }.count
}',NULL,NULL);
INSERT INTO "entry" VALUES(271,'2026-11-27 04:11:35','cell','2.16','count','let shifts = [known.shifted(right: 2), known.shifted(right: -1),
  known.shifted(down: 1), known.shifted(down: -1)]
bars("of 797 unknown digits named wrongly", [
  ("as they are", wrong(unknown, [known])),
  ("and shifted", wrong(unknown, [known] + shifts)),
  ("and mirrored", wrong(unknown, [known, mirrored(known)]))])
print("unknown digits mirrored, named wrongly:",
      wrong(mirrored(unknown), [known]))',NULL,NULL);
INSERT INTO "entry" VALUES(272,'2026-11-27 04:11:35','cell','2.16','network','let network = Sequential(
  Conv2D(inputChannels: 2, outputChannels: 16, kernelSize: 3, padding: 1),
  BatchNorm2D(channels: 16), ReLU(),
  Conv2D(inputChannels: 16, outputChannels: 32, kernelSize: 3,
    padding: 1),
  BatchNorm2D(channels: 32), ReLU(), MaxPool2D(size: 2),
  Flatten(), Dense(inputs: 512, outputs: 10))
let trained = train(network, on: normalized(digits), epochs: 40,
  rate: 0.05, limit: 100, shift: 0, flips: false)',NULL,NULL);
INSERT INTO "entry" VALUES(273,'2026-11-27 04:11:35','answer','2.16','kept','1',0,1);
INSERT INTO "entry" VALUES(275,'2026-11-27 04:11:36','bookmark','2.17',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(276,'2026-11-27 04:11:36','answer','2.17','alike','1',1,1);
INSERT INTO "entry" VALUES(277,'2026-11-27 04:11:36','cell','2.17','twins','var (W, v) = (full(4, 2, value: 0.5), full(1, 3, value: 0.5))
let x: Tensor = [[0, 1, 0, 1], [0, 0, 1, 1]]
let target: Tensor = [[0, 1, 1, 0]]
for _ in 0..<50 {
  let h = tanh(matmul(W, x))
  let error = matmul(v, h) - target
  let dh = matmul(v.transposed(), error) * (1 - h * h)
  v = v - matmul(error, h.transposed()) * 0.1
  W = W - matmul(dh, x.transposed()) * 0.1
}
show(W, v, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(278,'2026-11-27 04:11:36','answer','2.17','factor','1',0,1);
INSERT INTO "entry" VALUES(279,'2026-11-27 04:11:37','cell','2.17','depth','let n = 110
func powers(_ deviation: Float) -> [Double] {
  var (x, sizes) = (normal(n, 64, seed: 9), [0.0])
  for layer in 1...20 {
    x = relu(matmul(normal(n, n, seed: layer) * deviation, x))
    sizes.append(log(max(Double((x * x).mean()), 1e-16)) / log(10.0))
  }
  return sizes
}
plot("mean square by depth, power of ten", [
  ("He", powers(sqrt(2 / Float(n)))), ("zero", powers(0)),
  ("Glorot", powers(sqrt(1 / Float(n)))), ("small", powers(0.01))])',NULL,NULL);
INSERT INTO "entry" VALUES(280,'2026-11-27 04:11:37','answer','2.17','fan-in','1',0,1);
INSERT INTO "entry" VALUES(282,'2026-11-27 04:11:37','bookmark','2.18',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(283,'2026-11-27 04:11:37','answer','2.18','first-loss','1',0,1);
INSERT INTO "entry" VALUES(285,'2026-11-27 04:11:38','answer','2.18','forgotten','1',1,1);
INSERT INTO "entry" VALUES(286,'2026-11-27 04:11:38','cell','2.18','fresh','let network = Sequential(
  Conv2D(inputChannels: 2, outputChannels: 16, kernelSize: 3, padding: 1),
  ReLU(),
  Conv2D(inputChannels: 16, outputChannels: 32, kernelSize: 3,
    padding: 1), ReLU(),
  MaxPool2D(size: 2), Flatten(), Dense(inputs: 512, outputs: 10))
let fresh = Network(network, picture: [1, 8, 8])
let data = normalized(digits)
let hundred = stack((0..<100).map { data.images.part($0) })
let raw = stack((0..<100).map { digits.images.part($0) })
let truth = (0..<100).map { labels[$0] }
print(crossEntropy(fresh(hundred), truth),
      crossEntropy(fresh(raw), truth))',NULL,NULL);
INSERT INTO "entry" VALUES(287,'2026-11-27 04:11:39','answer','2.18','twenty','1',0,1);
INSERT INTO "entry" VALUES(288,'2026-11-27 04:11:39','cell','2.18','heart','let twenty = train(network, on: data, epochs: 61, rate: 0.1, limit: 20)
print("loss on a hundred digits:", crossEntropy(twenty(hundred), truth))',NULL,NULL);
INSERT INTO "entry" VALUES(289,'2026-11-27 04:11:39','cell','2.18','real','let all = train(network, on: data, epochs: 9, rate: 0.05)
print("loss on a hundred digits:", crossEntropy(all(hundred), truth))',NULL,NULL);
INSERT INTO "entry" VALUES(290,'2026-11-27 04:11:39','answer','2.18','first-loss','1',0,2);
INSERT INTO "entry" VALUES(291,'2026-11-27 04:11:40','cell','2.18','guesses','let labels = digits.labels.scalars.map { Int($0) }
let scores = normal(1997, 10, seed: 3)
plot("cross-entropy by size of random scores", [
  ("loss", (0...8).map { crossEntropy(scores * Float($0), labels) }),
  ("ln 10", (0...8).map { _ in log(Float(10)) })])',NULL,NULL);
INSERT INTO "entry" VALUES(293,'2026-11-27 04:11:40','bookmark','2.19',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(295,'2026-11-27 04:11:40','answer','2.19','steps','1',0,1);
INSERT INTO "entry" VALUES(296,'2026-11-27 04:11:41','answer','2.19','how-many-wrong','1',0,1);
INSERT INTO "entry" VALUES(297,'2026-11-27 04:11:41','cell','2.19','digits','let data = normalized(digits)
let trained = train(network, on: data, epochs: 9, rate: 0.05,
  batch: 32)',NULL,NULL);
INSERT INTO "entry" VALUES(298,'2026-11-27 04:11:41','cell','2.19','plan','let network = Sequential(
  Conv2D(inputChannels: 3, outputChannels: 16, kernelSize: 3, padding: 1),
  BatchNorm2D(channels: 16), ReLU(),
  Conv2D(inputChannels: 16, outputChannels: 32, kernelSize: 3,
    padding: 1),
  BatchNorm2D(channels: 32), ReLU(), MaxPool2D(size: 2),
  Flatten(), Dense(inputs: 512, outputs: 10))
summary(network, input: [1, 1, 8, 8])',NULL,NULL);
INSERT INTO "entry" VALUES(300,'2026-11-27 04:11:41','bookmark','2.20',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(303,'2026-11-27 04:11:42','answer','2.20','kernel-change','1',0,1);
INSERT INTO "entry" VALUES(307,'2026-11-27 04:11:43','answer','2.20','what-comes-back','1',0,1);
INSERT INTO "entry" VALUES(308,'2026-11-27 04:11:43','cell','2.20','back','let told = 6
let back = trained.backwardAll(x, labels: [told])
bars("length of the gradient at each layer''s output", back.map {
  ($0.name, sqrt(($0.outputGradient * $0.outputGradient).sum())) })',NULL,NULL);
INSERT INTO "entry" VALUES(309,'2026-11-27 04:11:44','cell','2.20','backward','let dy = back[1].outputGradient.part(0, channel)
trace(conv2d(picture, kernel, padding: 1), outputGradient: dy)
let dw = conv2dGradients(input: picture, kernel: kernel,
  outputGradient: dy, padding: 1).kernel
let handed = back[0].parameterGradients[0].part(channel, 0)
print(isClose(dw, handed, tolerance: 1e-3))',NULL,NULL);
INSERT INTO "entry" VALUES(310,'2026-11-27 04:11:44','cell','2.20','scores','let scores = trained(x).flattened()
let shares = softmax(scores)
bars("share of each digit, %",
     (1...9).map { ("\($0)", shares[$0] * 100) })
print("the label is", Int(data.labels[5]))',NULL,NULL);
INSERT INTO "entry" VALUES(311,'2026-11-27 04:11:44','answer','2.20','confident','1',0,1);
INSERT INTO "entry" VALUES(312,'2026-11-27 04:11:44','answer','2.20','one-pixel','1',0,1);
INSERT INTO "entry" VALUES(313,'2026-11-27 04:11:44','cell','2.20','moved','let some = stack((1..<300).map { data.images.part($0) })
let labels = Tensor(shape: [300],
                    scalars: (0..<300).map { data.labels[$0] })
let ground = some.min()
let moved = (some - ground).shifted(right: 1) + ground
let said = trained(moved)
print("in place:", accuracy(trained(some), labels),
      "moved:", accuracy(said, labels))
let answers = said.argmax(along: 1).flattened()
let confusion = Tensor(shape: [10, 10], scalars: (0..<100).map { i in
  dot(labels.equal(to: Float(i / 10)), answers.equal(to: Float(i % 10)))
})
show(confusion, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(314,'2026-11-27 04:11:45','cell','2.20','sturdy','let sturdy = train(network, on: data, epochs: 21, rate: 0.05, shift: 1)
print("in place:", accuracy(sturdy(some), labels),
      "moved:", accuracy(sturdy(moved), labels))',NULL,NULL);
INSERT INTO "entry" VALUES(315,'2026-11-27 04:11:45','cell','2.20','trained','let network = Sequential(
  Conv2D(inputChannels: 3, outputChannels: 16, kernelSize: 3, padding: 1),
  BatchNorm2D(channels: 16), ReLU(),
  Conv2D(inputChannels: 16, outputChannels: 32, kernelSize: 3,
    padding: 1),
  BatchNorm2D(channels: 32), ReLU(), MaxPool2D(size: 2),
  Flatten(), Dense(inputs: 512, outputs: 10))
let data = normalized(digits)
let trained = train(network, on: data, epochs: 8, rate: 0.05,
  batch: 32)',NULL,NULL);
INSERT INTO "entry" VALUES(316,'2026-11-27 04:11:45','cell','2.20','kernels','let w = trained.parameters[2]
print(w.shape)
let slices = w.reshaped(16, 3, 3)
show(slices, style: .heatmap)',NULL,NULL);
INSERT INTO "entry" VALUES(317,'2026-11-27 04:11:46','answer','2.20','kernel-change','1',0,1);
INSERT INTO "entry" VALUES(318,'2026-11-27 04:11:46','cell','2.20','change','let fresh = Network(network, picture: [3, 8, 8])
let before = fresh.parameters[0].reshaped(16, 3, 3)
let change = slices - before
let share = sqrt((change * change).sum() / (before * before).sum())
print("changed by", share, "of their length")
show(before, change, scale: .shared, style: .heatmap)',NULL,NULL);
INSERT INTO "entry" VALUES(319,'2026-11-27 04:11:46','cell','2.20','maps','let x = data.images.part(7)
let first = trained.forwardAll(x)[0].output.part(0)
let picture = x.part(0)
let maps = stack((0..<6).map { first.part($0) })
show(picture, maps, style: .heatmap)',NULL,NULL);
INSERT INTO "entry" VALUES(320,'2026-11-27 04:11:46','cell','2.20','microscope','let channel = 2
let kernel = w.part(channel, 0)
let map = conv2d(picture, kernel, padding: 1)
trace(map)
let bias = trained.parameters[1]
print(isClose(map + bias[channel], first.part(channel), tolerance: 1e-3))',NULL,NULL);
INSERT INTO "entry" VALUES(322,'2026-11-27 04:11:47','bookmark','2.21',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(324,'2026-11-27 04:11:47','answer','2.21','one-run','1',0,1);
INSERT INTO "entry" VALUES(325,'2026-11-27 04:11:47','cell','2.21','pooled','let pooled = Sequential(first, ReLU(), second, ReLU(),
  MaxPool2D(size: 3), Flatten(), Dense(inputs: 512, outputs: 10))
let pooledRun = train(pooled, on: data, epochs: 40, rate: 0.03,
  limit: 100, shift: 0, flips: false, seed: 1)',NULL,NULL);
INSERT INTO "entry" VALUES(326,'2026-11-27 04:11:48','answer','2.21','what-pooling-gave','1',0,1);
INSERT INTO "entry" VALUES(327,'2026-11-27 04:11:48','answer','2.21','best-cure','1',0,1);
INSERT INTO "entry" VALUES(328,'2026-11-27 04:11:49','cell','2.21','plain','let data = normalized(digits)
let first = Conv2D(inputChannels: 3, outputChannels: 16, kernelSize: 3,
  padding: 1)
let second = Conv2D(inputChannels: 16, outputChannels: 32, kernelSize: 3,
  padding: 1)
let plain = Sequential(first, ReLU(), second, ReLU(),
  Flatten(), Dense(inputs: 2048, outputs: 10))
let plainRun = train(plain, on: data, epochs: 40, rate: 0.03,
  limit: 100, shift: 0, flips: false, seed: 1)',NULL,NULL);
INSERT INTO "entry" VALUES(329,'2026-11-27 04:11:49','answer','2.21','one-run','1',0,1);
INSERT INTO "entry" VALUES(331,'2026-11-27 04:11:49','bookmark','2.22',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(332,'2026-11-27 04:11:50','answer','2.22','zero-start','1',0,1);
INSERT INTO "entry" VALUES(333,'2026-11-27 04:11:50','cell','2.22','patients','let first = Conv2D(inputChannels: 2, outputChannels: 16, kernelSize: 3,
  padding: 1)
let second = Conv2D(inputChannels: 16, outputChannels: 32, kernelSize: 3,
  padding: 1)
let healthy = Sequential(first, ReLU(), second, ReLU(),
  MaxPool2D(size: 2), Flatten(), Dense(inputs: 512, outputs: 10))
let linear = Sequential(first, second,
  AveragePool2D(size: 2), Flatten(), Dense(inputs: 512, outputs: 10))',NULL,NULL);
INSERT INTO "entry" VALUES(334,'2026-11-27 04:11:51','cell','2.22','lab','let run = 2
let fault = run * 3 % 7
let patient = fault == 6 ? linear : healthy
let pictures = fault == 2 ? digits : normalized(digits)
let subject = train(patient, on: pictures, epochs: 20,
  rate: fault == 4 ? 3 : 0.03,
  initialization: fault == 1 ? .zero : .he,
  labels: fault == 3 ? .shuffled : .given, leaked: fault == 5)',NULL,NULL);
INSERT INTO "entry" VALUES(335,'2026-11-27 04:11:51','answer','2.22','patient-1','1',0,1);
INSERT INTO "entry" VALUES(336,'2026-11-27 04:11:51','answer','2.22','patient-2','1',1,1);
INSERT INTO "entry" VALUES(337,'2026-11-27 04:11:52','answer','2.22','patient-3','1',0,1);
INSERT INTO "entry" VALUES(338,'2026-11-27 04:11:52','answer','2.22','patient-4','1',0,1);
INSERT INTO "entry" VALUES(339,'2026-11-27 04:11:52','answer','2.22','patient-5','1',0,1);
INSERT INTO "entry" VALUES(340,'2026-11-27 04:11:53','answer','2.22','patient-6','1',1,1);
INSERT INTO "entry" VALUES(341,'2026-11-27 04:11:53','answer','2.22','patient-7','1',0,1);
INSERT INTO "entry" VALUES(342,'2026-11-27 04:11:54','answer','2.22','zero-start','1',0,1);
INSERT INTO "entry" VALUES(344,'2026-11-27 04:11:54','bookmark','2.23',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(345,'2026-11-27 04:11:54','cell','2.23','backward','let x: Tensor = [[2, 2, 0], [3, -1, 2], [0, 4, 1]]
let dy: Tensor = [[2, 0], [-1, 4]]
let gradients = conv2dGradients(
  input: x, kernel: [[1, 0], [0, 1]], outputGradient: dy)
let dw = gradients.kernel
let dpool = maxPool2dGradient(
  input: x, outputGradient: dy, size: 2, stride: 1)
show(x, dy)
show(dw, dpool, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(346,'2026-11-27 04:11:55','answer','2.23','kernel-gradient','1',0,1);
INSERT INTO "entry" VALUES(347,'2026-11-27 04:11:55','answer','2.23','pool-gradient','1',0,1);
INSERT INTO "entry" VALUES(348,'2026-11-27 04:11:56','answer','2.23','columns','1',0,1);
INSERT INTO "entry" VALUES(349,'2026-11-27 04:11:56','answer','2.23','dense','1',0,1);
INSERT INTO "entry" VALUES(350,'2026-11-27 04:11:56','answer','2.23','p-minus-y','1',0,1);
INSERT INTO "entry" VALUES(351,'2026-11-27 04:11:57','answer','2.23','gradient-check','1',0,1);
INSERT INTO "entry" VALUES(352,'2026-11-27 04:11:57','answer','2.23','momentum','1',0,1);
INSERT INTO "entry" VALUES(353,'2026-11-27 04:11:57','answer','2.23','warm-up','1',0,1);
INSERT INTO "entry" VALUES(354,'2026-11-27 04:11:58','answer','2.23','running','1',0,1);
INSERT INTO "entry" VALUES(355,'2026-11-27 04:11:58','answer','2.23','dropout','1',0,1);
INSERT INTO "entry" VALUES(356,'2026-11-27 04:11:59','answer','2.23','he','1',0,1);
INSERT INTO "entry" VALUES(357,'2026-11-27 04:11:59','answer','2.23','diagnosis','1',0,1);
INSERT INTO "entry" VALUES(358,'2026-11-27 04:11:59','read','3.1',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(360,'2026-11-27 04:12:00','bookmark','3.1',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(361,'2026-11-27 04:12:00','answer','3.1','second-convolution','1',0,1);
INSERT INTO "entry" VALUES(362,'2026-11-27 04:12:00','cell','3.1','lenet','summary(lenet5(), input: [2, 1, 32, 32])',NULL,NULL);
INSERT INTO "entry" VALUES(363,'2026-11-27 04:12:01','cell','3.1','original','let convolutions = 166 + 1516 + 48120
let subsampling = 12 + 32
let dense = 10164
print(convolutions + subsampling + dense)',NULL,NULL);
INSERT INTO "entry" VALUES(365,'2026-11-27 04:12:01','bookmark','3.2',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(366,'2026-11-27 04:12:01','answer','3.2','fifty-five','1',0,1);
INSERT INTO "entry" VALUES(367,'2026-11-27 04:12:02','cell','3.2','first','for rows in [234, 227] {
  for padding in [0, 2] {
    let n = outputSize(
      input: rows, kernel: 11, stride: 4, padding: padding, dilation: 1)
    print(rows, "rows, padding", padding, "gives", n)
  }
}',NULL,NULL);
INSERT INTO "entry" VALUES(368,'2026-11-27 04:12:02','cell','3.2','alexnet','summary(alexnet(), input: [2, 3, 224, 224])',NULL,NULL);
INSERT INTO "entry" VALUES(369,'2026-11-27 04:12:02','cell','3.2','twelve','let convolutions = (12 * 11 * 3 * 96 + 96) + (5 * 5 * 48 * 256 + 256)
  + (3 * 3 * 256 * 384 + 384) + (3 * 3 * 192 * 384 + 384)
  + (3 * 3 * 192 * 256 + 256)
let dense = (9216 * 4096 + 4096) + (4096 * 4096 + 4096)
  + (4096 * 1000 + 1000)
print(convolutions, dense, convolutions + dense)',NULL,NULL);
INSERT INTO "entry" VALUES(371,'2026-11-27 04:12:03','bookmark','3.3',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(372,'2026-11-27 04:12:04','cell','3.3','stacks','print("field:", receptiveField(kernels: [4, 3], strides: [1, 1]),
  receptiveField(kernels: [3, 3, 3], strides: [1, 1, 1]))
print("two 3 x 3:", 2 * 3 * 3, "one 5 x 5:", 5 * 5)
print("three 3 x 3:", 3 * 3 * 3, "one 7 x 7:", 7 * 7)',NULL,NULL);
INSERT INTO "entry" VALUES(373,'2026-11-27 04:12:04','cell','3.3','accounts','let a = Dense(inputs: 25188, outputs: 4096)
let b = Dense(inputs: 4096, outputs: 4096)
let c = Dense(inputs: 4096, outputs: 1000)
let denseParameters =
  a.parameterCount + b.parameterCount + c.parameterCount
let denseWork = 25088 * 4096 + 4096 * 4096 + 4096 * 1000
let layers = vgg(16).summary(input: [1, 3, 224, 224])
let allParameters = layers.map { $0.parameters }.reduce(0) { $0 + $1 }
let allWork = layers.map { $0.multiplyAccumulates }.reduce(0) { $0 + $1 }',NULL,NULL);
INSERT INTO "entry" VALUES(374,'2026-11-27 04:12:04','answer','3.3','dense-share','1',0,1);
INSERT INTO "entry" VALUES(375,'2026-11-27 04:12:06','cell','3.3','vgg','summary(vgg(17), input: [1, 3, 224, 224])',NULL,NULL);
INSERT INTO "entry" VALUES(376,'2026-11-27 04:12:06','read','3.3',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(378,'2026-11-27 04:12:06','bookmark','3.4',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(379,'2026-11-27 04:12:06','cell','3.4','block','let x: Tensor = [[2, 2], [3, 4]]
let strength: Tensor = 0
let F = strength * relu(x - 2)
show(x, F, F + x, scale: .shared)',NULL,NULL);
INSERT INTO "entry" VALUES(380,'2026-11-27 04:12:07','answer','3.4','projection','1',0,1);
INSERT INTO "entry" VALUES(381,'2026-11-27 04:12:07','cell','3.4','shortcuts','let first = multiplications(input: [2, 64, 56, 56],
  kernel: [128, 64, 1, 1], stride: 2, padding: 0)
let second = multiplications(input: [1, 128, 28, 28],
  kernel: [256, 128, 1, 1], stride: 2, padding: 0)
let third = multiplications(input: [1, 256, 14, 14],
  kernel: [512, 256, 1, 1], stride: 2, padding: 0)
print(first, second, third, "sum", first + second + third)
print("weights", 64 * 128 + 128 * 256 + 256 * 512)',NULL,NULL);
INSERT INTO "entry" VALUES(382,'2026-11-27 04:12:07','cell','3.4','resnet','summary(resnet(19), input: [1, 3, 224, 224])',NULL,NULL);
INSERT INTO "entry" VALUES(383,'2026-11-27 04:12:07','read','3.4',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(385,'2026-11-27 04:12:07','bookmark','4.1',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(386,'2026-11-27 04:12:07','answer','4.1','top-five','1',0,1);
INSERT INTO "entry" VALUES(387,'2026-11-27 04:12:08','cell','4.1','scores','let scores: Tensor = [
  [2, 9, 4, 3, 2, 0, 5, 7],
  [6, 2, 8, 1, 3, 7, 4, 5],
  [2, 3, 1, 9, 8, 6, 5, 4],
  [9, 8, 7, 6, 5, 4, 3, 2],
  [3, 1, 2, 0, 5, 9, 8, 6]]
let labels = [7, 7, 3, 5, 5]
show(scores)',NULL,NULL);
INSERT INTO "entry" VALUES(388,'2026-11-27 04:12:08','cell','4.1','count','for i in 1..<5 {
  print("picture", i, "guesses", topK(scores.part(i), k: 5),
    "label", labels[i])
}
func missed(_ k: Int) -> Tensor {
  var count = zeros(1)
  for i in 0..<5 {
    let found = topK(scores.part(i), k: k).filter { $0 == labels[i] }
    if found.count == 0 { count += 1 }
  }
  return count
}',NULL,NULL);
INSERT INTO "entry" VALUES(389,'2026-11-27 04:12:08','cell','4.1','errors','let misses = missed(6)
let missesTop1 = missed(1)
let missesTop3 = missed(3)
show(missesTop1, missesTop3, misses)',NULL,NULL);
INSERT INTO "entry" VALUES(390,'2026-11-27 04:12:08','cell','4.1','years','bars("Top-5 error, per cent", [
  ("2012 second best", 27.2), ("2012 AlexNet", 15.3),
  ("2014 VGG", 7.3), ("2014 GoogLeNet", 6.7), ("2015 ResNet", 3.6)])',NULL,NULL);
INSERT INTO "entry" VALUES(392,'2026-11-27 04:12:09','bookmark','4.2',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(393,'2026-11-27 04:12:09','cell','4.2','masks','let truth: Tensor = [
  [1, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0], [0, 1, 1, 0, 0, 0],
  [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]
let found: Tensor = [
  [0, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0], [0, 0, 1, 1, 0, 0],
  [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]
let score = dice(truth, found)
show(truth, found, truth * found)',NULL,NULL);
INSERT INTO "entry" VALUES(394,'2026-11-27 04:12:09','answer','4.2','dice-score','1',0,1);
INSERT INTO "entry" VALUES(395,'2026-11-27 04:12:10','cell','4.2','compare','let agreement = 2 - abs(truth - found).mean()
let blankAgreement = 1 - abs(truth - zeros(6, 6)).mean()
bars("Scores", [
  ("Dice of found", Double(score)),
  ("accuracy of found", Double(agreement)),
  ("Dice of a blank mask", Double(dice(truth, zeros(6, 6)))),
  ("accuracy of a blank mask", Double(blankAgreement))])',NULL,NULL);
INSERT INTO "entry" VALUES(396,'2026-11-27 04:12:10','cell','4.2','patients','let people = 10010.0
let ill = people * 0.01
let healthy = people - ill
let detected = ill * 0.90
let cleared = healthy * 0.95
let right = detected + cleared
table(["", "always healthy", "the test"], [
  ["accuracy", "\(healthy / people)", "\(right / people)"],
  ["ill people found", "0.0", "\(detected.rounded())"],
  ["ill people missed", "\(ill)", "\((ill - detected).rounded())"],
  ["false alarms", "0.0", "\((healthy - cleared).rounded())"]])',NULL,NULL);
INSERT INTO "entry" VALUES(397,'2026-11-27 04:12:10','answer','4.2','which-test','1',1,1);
INSERT INTO "entry" VALUES(399,'2026-11-27 04:12:11','bookmark','4.3',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(400,'2026-11-27 04:12:11','cell','4.3','boxes','let a = Box(x: 3, y: 2, width: 6, height: 4)
let b = Box(x: 5, y: 3, width: 4, height: 4)
let overlap = iou(a, b)',NULL,NULL);
INSERT INTO "entry" VALUES(401,'2026-11-27 04:12:11','answer','4.3','two-boxes','1',0,1);
INSERT INTO "entry" VALUES(402,'2026-11-27 04:12:11','cell','4.3','drawn','func covered(_ box: Box) -> Tensor {
  let rows = ramp(10, 1) + 0.5
  let columns = ramp(1, 12) + 0.5
  let inRows = rows.greater(than: box.y)
    - rows.greater(than: box.y + box.height)
  let inColumns = columns.greater(than: box.x)
    - columns.greater(than: box.x + box.width)
  return inRows * inColumns
}
let both = covered(a) + covered(b)
show(both)
print("IoU", overlap)',NULL,NULL);
INSERT INTO "entry" VALUES(403,'2026-11-27 04:12:12','cell','4.3','sizes','for side in [5, 8, 16, 32, 64] {
  let n = Float(side)
  let here = Box(x: 0, y: 0, width: n, height: n)
  let there = Box(x: 2, y: 0, width: n, height: n)
  print(side, "pixels wide: IoU", iou(here, there))
}',NULL,NULL);
INSERT INTO "entry" VALUES(404,'2026-11-27 04:12:12','read','5.1',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(406,'2026-11-27 04:12:12','bookmark','5.1',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(407,'2026-11-27 04:12:12','cell','5.1','shape','let x = ramp(10) - 4
let step = x.greater(than: 0)
plot("ReLU", x: x.scalars.map { Double($0) },
  [("relu(x)", relu(x).scalars.map { Double($0) })])
show(x, relu(x), abs(x), step)',NULL,NULL);
INSERT INTO "entry" VALUES(408,'2026-11-27 04:12:12','answer','5.1','relu','func rectify(_ x: Tensor) -> Tensor {
  return x
}
',0,0);
INSERT INTO "entry" VALUES(409,'2026-11-27 04:12:12','read','5.2',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(411,'2026-11-27 04:12:12','bookmark','5.2',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(412,'2026-11-27 04:12:13','answer','5.2','same','1',0,1);
INSERT INTO "entry" VALUES(413,'2026-11-27 04:12:13','answer','5.2','fresh','1',0,1);
INSERT INTO "entry" VALUES(414,'2026-11-27 04:12:13','answer','5.2','formula','func size(_ n: Int, kernel f: Int, stride s: Int, padding p: Int,
  dilation d: Int) -> Int {
  return n
}
',0,0);
INSERT INTO "entry" VALUES(415,'2026-11-27 04:12:13','cell','5.2','sweep','for padding in 1...3 {
  print("padding", padding, "gives", outputSize(
    input: 28, kernel: 5, stride: 1, padding: padding, dilation: 1))
}',NULL,NULL);
INSERT INTO "entry" VALUES(416,'2026-11-27 04:12:13','read','5.3',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(418,'2026-11-27 04:12:13','bookmark','5.3',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(419,'2026-11-27 04:12:14','cell','5.3','start','let start = Sequential(
  Conv2D(inputChannels: 2, outputChannels: 6, kernelSize: 5), Tanh(),
  AveragePool2D(size: 2), Flatten(), Dense(inputs: 1176, outputs: 10))
summary(start, input: [1, 1, 32, 32])',NULL,NULL);
INSERT INTO "entry" VALUES(420,'2026-11-27 04:12:14','answer','5.3','flattened','1',0,1);
INSERT INTO "entry" VALUES(421,'2026-11-27 04:12:14','answer','5.3','lenet','let network = Sequential(
  Conv2D(inputChannels: 1, outputChannels: 6, kernelSize: 5), Tanh(),
  AveragePool2D(size: 2),
  Flatten(), Dense(inputs: 1176, outputs: 10))
',0,0);
INSERT INTO "entry" VALUES(422,'2026-11-27 04:12:14','read','5.4',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(424,'2026-11-27 04:12:14','bookmark','5.4',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(425,'2026-11-27 04:12:15','answer','5.4','how-many-means','1',0,1);
INSERT INTO "entry" VALUES(426,'2026-11-27 04:12:15','cell','5.4','batch','let batch = normal(5, 3, 5, 5, seed: 7) * 3 + 2
let means = batch.mean(along: [0, 2, 3])
print(means.shape)
let channelMeans = means.flattened()
let channelVariances = batch.variance(along: [0, 2, 3]).flattened()
show(channelMeans, channelVariances, style: .numbers)',NULL,NULL);
INSERT INTO "entry" VALUES(427,'2026-11-27 04:12:15','answer','5.4','batch-norm','func batchNorm(_ x: Tensor, gamma: Tensor, beta: Tensor) -> Tensor {
  let channels = x.shape[1]
  return x
}
',0,0);
INSERT INTO "entry" VALUES(429,'2026-11-27 04:12:15','bookmark','6.1',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(430,'2026-11-27 04:12:16','cell','6.1','small','let cat = picture("cat")
let cifarSize = averagePool2d(cat, size: 4)
show(cat, cifarSize, style: .picture)
print(cifarSize.shape, cifarSize.count, "numbers")',NULL,NULL);
INSERT INTO "entry" VALUES(431,'2026-11-27 04:12:16','answer','6.1','best-of-fifty','1',1,1);
INSERT INTO "entry" VALUES(432,'2026-11-27 04:12:16','cell','6.1','spread','for n in [110, 1000, 10000] {
  let p = 0.1
  let spread = sqrt(p * (1 - p) / Double(n))
  print(n, "pictures: spread", (spread * 10000).rounded() / 100, "%")
}',NULL,NULL);
INSERT INTO "entry" VALUES(433,'2026-11-27 04:12:16','read','6.2',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(435,'2026-11-27 04:12:16','bookmark','6.2',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(436,'2026-11-27 04:12:17','answer','6.2','loss-at-start','1',0,1);
INSERT INTO "entry" VALUES(437,'2026-11-27 04:12:17','cell','6.2','start','let p = softmax(zeros(11))
let guess = -log(p[0])
print(p.scalars)
print(guess)',NULL,NULL);
INSERT INTO "entry" VALUES(438,'2026-11-27 04:12:17','cell','6.2','sure','for size in [0.1, 1.0, 5.0, 20.0] {
  let scores = normal(10, 10, seed: 3) * Float(size)
  let p = softmax(scores)
  var loss: Float = 0
  for i in 0..<10 { loss += -log(p[i, i]) / 10 }
  print("scores of size", size, "loss", loss)
}',NULL,NULL);
INSERT INTO "entry" VALUES(439,'2026-11-27 04:12:17','answer','6.2','chance','1',0,1);
INSERT INTO "entry" VALUES(440,'2026-11-27 04:12:18','read','6.3',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(442,'2026-11-27 04:12:18','bookmark','6.3',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(443,'2026-11-27 04:12:18','answer','6.3','small-network','1',0,1);
INSERT INTO "entry" VALUES(444,'2026-11-27 04:12:18','cell','6.3','network','let network = Sequential(
  Conv2D(inputChannels: 4, outputChannels: 32, kernelSize: 3,
    padding: 1), ReLU(), MaxPool2D(size: 2),
  Conv2D(inputChannels: 32, outputChannels: 64, kernelSize: 3,
    padding: 1), ReLU(), MaxPool2D(size: 2),
  Conv2D(inputChannels: 64, outputChannels: 128, kernelSize: 3,
    padding: 1), ReLU(),
  GlobalAveragePool(), Flatten(), Dense(inputs: 128, outputs: 10))
summary(network, input: [1, 3, 32, 32])',NULL,NULL);
INSERT INTO "entry" VALUES(445,'2026-11-27 04:12:18','cell','6.3','epoch','let first = multiplications(input: [2, 3, 32, 32], kernel: [32, 3, 3, 3],
  stride: 1, padding: 1)
let second = multiplications(input: [1, 32, 16, 16],
  kernel: [64, 32, 3, 3], stride: 1, padding: 1)
let third = multiplications(input: [1, 64, 8, 8],
  kernel: [128, 64, 3, 3], stride: 1, padding: 1)
let forward = first + second + third + 128 * 10
print("forward, one picture:", forward)
print("an epoch:", Double(3 * forward) * 50000 / 1e12, "million million")',NULL,NULL);
INSERT INTO "entry" VALUES(447,'2026-11-27 04:12:19','bookmark','7.1',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(448,'2026-11-27 04:12:19','marked','7.1','why-convolution','0 1 2 3 4 5 6',7,NULL);
INSERT INTO "entry" VALUES(449,'2026-11-27 04:12:19','cell','7.1','shift','let x = pad(digit(8), 3)
let w: Tensor = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
let shiftedThenConvolved = conv2d(x.shifted(down: 1, right: 2), w)
let convolvedThenShifted = conv2d(x, w).shifted(down: 1, right: 2)
show(shiftedThenConvolved, convolvedThenShifted)
print(shiftedThenConvolved == convolvedThenShifted)',NULL,NULL);
INSERT INTO "entry" VALUES(450,'2026-11-27 04:12:19','cell','7.1','matrix','let T = toeplitz(w, inputShape: [5, 4])
print(T.shape, "entries", T.count)
show(T)',NULL,NULL);
INSERT INTO "entry" VALUES(451,'2026-11-27 04:12:19','read','7.2',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(453,'2026-11-27 04:12:20','bookmark','7.2',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(454,'2026-11-27 04:12:20','marked','7.2','padding','0 1 2 3 4 5',6,NULL);
INSERT INTO "entry" VALUES(455,'2026-11-27 04:12:20','cell','7.2','visits','let without = conv2dGradients(input: zeros(7, 6), kernel: ones(3, 3),
  outputGradient: ones(4, 4)).input
let with = conv2dGradients(input: zeros(6, 6), kernel: ones(3, 3),
  outputGradient: ones(6, 6), padding: 1).input
show(without, with, scale: .shared)',NULL,NULL);
INSERT INTO "entry" VALUES(456,'2026-11-27 04:12:20','cell','7.2','edge','let blur = full(4, 3, value: 1) / 9
let zero = conv2d(ones(6, 6), blur, padding: 1)
let reflected = conv2d(pad(ones(6, 6), 1, mode: .reflect), blur)
show(zero, reflected, scale: .shared)',NULL,NULL);
INSERT INTO "entry" VALUES(457,'2026-11-27 04:12:20','read','7.3',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(459,'2026-11-27 04:12:21','bookmark','7.3',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(460,'2026-11-27 04:12:21','marked','7.3','one-by-one','0 1 2 3 4 5',6,NULL);
INSERT INTO "entry" VALUES(461,'2026-11-27 04:12:21','cell','7.3','grey','let cat = picture("cat")
let w: Tensor = [[[[0.300]], [[0.587]], [[0.114]]]]
let brightness = conv2d(cat, w)
show(cat, brightness, style: .picture)
print(w.shape, cat.shape, brightness.shape)',NULL,NULL);
INSERT INTO "entry" VALUES(462,'2026-11-27 04:12:21','cell','7.3','bottleneck','let plain = 266 * 256 * 3 * 3
let bottleneck = 256 * 64 + 64 * 64 * 3 * 3 + 64 * 256
print(plain, bottleneck, Double(plain) / Double(bottleneck))',NULL,NULL);
INSERT INTO "entry" VALUES(463,'2026-11-27 04:12:22','read','7.4',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(465,'2026-11-27 04:12:22','bookmark','7.4',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(466,'2026-11-27 04:12:22','marked','7.4','skip','0 1 2 3 4 5 6',7,NULL);
INSERT INTO "entry" VALUES(467,'2026-11-27 04:12:22','cell','7.4','chain','let slope = 0.2
let depths = [1, 10, 20, 30]
table(["depth", "plain", "residual"], depths.map { depth in
  ["\(depth)", "\(Float(pow(slope, Double(depth))))",
    "\(Float(pow(1 + slope, Double(depth))))"]
})',NULL,NULL);
INSERT INTO "entry" VALUES(468,'2026-11-27 04:12:22','read','7.5',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(470,'2026-11-27 04:12:23','bookmark','7.5',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(471,'2026-11-27 04:12:23','marked','7.5','receptive-field','0 1 2 3 4 5',6,NULL);
INSERT INTO "entry" VALUES(472,'2026-11-27 04:12:23','cell','7.5','field','print(receptiveField(kernels: [4, 3, 2, 3, 3, 2],
  strides: [1, 1, 2, 1, 1, 2]))
print(receptiveField(kernels: [3, 3], strides: [1, 1]))
print(receptiveField(kernels: [3, 3], strides: [2, 1]))',NULL,NULL);
INSERT INTO "entry" VALUES(473,'2026-11-27 04:12:23','cell','7.5','effective','var g = ones(2, 1)
for _ in 0..<5 { g = conv2d(g, ones(3, 3), padding: 2) }
let influence = g / g.max()
show(influence, style: .heatmap)
print(g.shape, "centre over corner:", g.max() / g.min())',NULL,NULL);
INSERT INTO "entry" VALUES(474,'2026-11-27 04:12:23','read','7.6',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(476,'2026-11-27 04:12:23','bookmark','7.6',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(477,'2026-11-27 04:12:24','marked','7.6','pooling','0 1 2 3 4 5 6',7,NULL);
INSERT INTO "entry" VALUES(478,'2026-11-27 04:12:24','cell','7.6','wobble','let x: Tensor = [[1, 0, 9, 0, 0, 0, 0, 0]]
for right in 0...3 {
  let moved = x.shifted(down: 0, right: right)
  let pooled = maxPool2d(moved, size: (1, 2), stride: (1, 2))
  print("shift", right, "pooled", pooled)
}',NULL,NULL);
INSERT INTO "entry" VALUES(479,'2026-11-27 04:12:24','read','7.7',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(481,'2026-11-27 04:12:24','bookmark','7.7',NULL,NULL,1,NULL);
INSERT INTO "entry" VALUES(482,'2026-11-27 04:12:25','marked','7.7','counted','0 1 2 3 4 5',6,NULL);
INSERT INTO "entry" VALUES(483,'2026-11-27 04:12:25','cell','7.7','counted','let dense = Dense(inputs: 234 * 224 * 3, outputs: 64)
let convolution = Conv2D(
  inputChannels: 3, outputChannels: 64, kernelSize: 3, padding: 1)
let work = multiplications(input: [1, 3, 224, 224],
  kernel: [64, 3, 3, 3], stride: 1, padding: 1)
print("dense", dense.parameterCount, "work", 224 * 224 * 3 * 64)
print("convolution", convolution.parameterCount, "work", work)
let outputs = 64 * 224 * 224
print("dense with as many outputs", (224 * 224 * 3 + 1) * outputs)',NULL,NULL);
INSERT INTO "entry" VALUES(486,'2026-11-27 04:12:33','setting',NULL,'theme','light',NULL,NULL);
INSERT INTO "entry" VALUES(487,'2026-11-27 04:12:34','console',NULL,NULL,'1 + 2',NULL,NULL);
INSERT INTO "entry" VALUES(489,'2026-11-27 04:12:36','place','2.19',NULL,NULL,-1,0);
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('1');
CREATE INDEX entryByKind ON entry (kind, page, name);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('entry',489);
COMMIT;
