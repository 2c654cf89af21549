#!/usr/bin/env python3
"""Races the engine against PyTorch: training steps, predictions, convolutions, in the same minutes on this machine.

Usage: beside_pytorch.py path/to/cnn-bench [train|infer|conv ...] [--rounds N]
Needs torch, and torchvision for `infer`, in the Python that runs it. Both sides take turns, N rounds long (3). Of
PyTorch the best setting counts: one thread or two, channels last or not, memory kept by the allocator. Printed are the
medians, and how many times as fast as PyTorch the engine is.
"""
import json
import os
import statistics
import subprocess
import sys
import time

# N, C, H, W, K, R, stride, padding
CONVOLUTIONS = [
    (64, 1, 28, 28, 6, 5, 1, 2), (64, 6, 14, 14, 16, 5, 1, 0), (128, 3, 32, 32, 64, 3, 1, 1),
    (128, 64, 32, 32, 64, 3, 1, 1), (128, 64, 16, 16, 128, 3, 1, 1), (128, 128, 8, 8, 256, 3, 1, 1),
    (128, 256, 4, 4, 512, 3, 1, 1), (128, 256, 8, 8, 64, 1, 1, 0), (128, 64, 32, 32, 128, 3, 2, 1),
    (1, 3, 224, 224, 64, 3, 1, 1), (1, 64, 224, 224, 64, 3, 1, 1), (1, 128, 112, 112, 128, 3, 1, 1),
    (1, 512, 14, 14, 512, 3, 1, 1), (1, 3, 224, 224, 64, 7, 2, 3), (1, 3, 227, 227, 96, 11, 4, 0),
]


def median_ms(work, count):
    for _ in range(2):
        work()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def networks(nn):
    """The networks that `cnn-bench train` trains, with the shape of a batch and how often to time a step."""
    def block(i, o, stride=1):
        return [nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o)]

    class Residual(nn.Module):
        def __init__(self, i, o, stride):
            super().__init__()
            self.body = nn.Sequential(*block(i, o, stride), nn.ReLU(), *block(o, o))
            plain = stride == 1 and i == o
            self.past = nn.Identity() if plain else nn.Sequential(
                nn.Conv2d(i, o, 1, stride, bias=False), nn.BatchNorm2d(o))

        def forward(self, x):
            return nn.functional.relu(self.body(x) + self.past(x))

    def residual(widths, depth):
        layers, last = [*block(3, widths[0]), nn.ReLU()], widths[0]
        for stage, width in enumerate(widths):
            for i in range(depth):
                layers.append(Residual(last, width, 2 if stage > 0 and i == 0 else 1))
                last = width
        return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(last, 10))

    def digits():
        return nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
            nn.MaxPool2d(2), nn.Flatten(), nn.Linear(512, 64), nn.ReLU(), nn.Linear(64, 10))

    def lenet():
        return nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(),
            nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(),
            nn.Linear(84, 10))

    def vgg():
        layers, last = [], 3
        for width in (32, 64, 128):
            layers += [*block(last, width), nn.ReLU(), *block(width, width), nn.ReLU(), nn.MaxPool2d(2)]
            last = width
        return nn.Sequential(*layers, nn.Flatten(), nn.Linear(2048, 10))

    import torch

    def unit(i, o, size=3):
        return nn.Sequential(
            nn.Conv2d(i, o, size, padding=size // 2, bias=False), nn.BatchNorm2d(o), nn.ReLU())

    class Branches(nn.Module):
        def __init__(self, *branches):
            super().__init__()
            self.branches = nn.ModuleList(branches)

        def forward(self, x):
            return torch.cat([branch(x) for branch in self.branches], 1)

    def inception(c, one, three, five, pooled):
        return Branches(
            unit(c, one, 1), nn.Sequential(unit(c, three[0], 1), unit(*three)),
            nn.Sequential(unit(c, five[0], 1), unit(*five, 5)),
            nn.Sequential(nn.MaxPool2d(3, 1, 1), unit(c, pooled, 1)))

    def googlenet():
        return nn.Sequential(
            unit(3, 64), inception(64, 32, (48, 64), (8, 16), 16), inception(128, 64, (64, 96), (16, 48), 32),
            nn.MaxPool2d(3, 2, 1), inception(240, 96, (48, 104), (8, 24), 32), nn.AdaptiveAvgPool2d(1),
            nn.Flatten(), nn.Linear(256, 10))

    def dense():
        layers, channels = [nn.Conv2d(3, 24, 3, padding=1, bias=False)], 24
        for _ in range(8):
            layers.append(Branches(nn.Identity(), nn.Sequential(
                nn.BatchNorm2d(channels), nn.ReLU(), nn.Conv2d(channels, 12, 3, padding=1, bias=False))))
            channels += 12
        return nn.Sequential(
            *layers, nn.BatchNorm2d(channels), nn.ReLU(), nn.Conv2d(channels, channels // 2, 1, bias=False),
            nn.AvgPool2d(2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels // 2, 10))

    def unet():
        def double(i, o):
            return [unit(i, o), unit(o, o)]
        bottom = nn.Sequential(nn.MaxPool2d(2), *double(32, 64), nn.ConvTranspose2d(64, 32, 2, 2))
        middle = nn.Sequential(
            nn.MaxPool2d(2), *double(16, 32), Branches(nn.Identity(), bottom), *double(64, 32),
            nn.ConvTranspose2d(32, 16, 2, 2))
        return nn.Sequential(
            *double(3, 16), Branches(nn.Identity(), middle), *double(32, 16), nn.Conv2d(16, 4, 1))

    return [
        ("train digits CNN, batch 64", digits, (64, 1, 8, 8), 60),
        ("train LeNet-5, batch 64", lenet, (64, 1, 28, 28), 40),
        ("train VGG for 32×32, batch 128", vgg, (128, 3, 32, 32), 5),
        ("train ResNet-20, batch 128", lambda: residual((16, 32, 64), 3), (128, 3, 32, 32), 5),
        ("train ResNet-18 for 32×32, batch 128", lambda: residual((64, 128, 256, 512), 2),
         (128, 3, 32, 32), 2),
        ("train GoogLeNet-like, batch 64", googlenet, (64, 3, 32, 32), 5),
        ("train DenseNet block, batch 64", dense, (64, 3, 32, 32), 5),
        ("train U-Net of three levels, batch 16", unet, (16, 3, 64, 64), 5),
    ]


def train(torch, isLast):
    for name, make, shape, count in networks(torch.nn):
        network, x = make().train(), torch.randn(*shape)
        with torch.no_grad():
            output = network(x)
        labels = torch.randint(0, output.shape[1], (shape[0], *output.shape[2:]))
        if isLast:
            network = network.to(memory_format=torch.channels_last)
            x = x.contiguous(memory_format=torch.channels_last)
        rule = torch.optim.SGD(network.parameters(), 0.05, momentum=0.9, weight_decay=5e-4)

        def step():
            rule.zero_grad(set_to_none=True)
            torch.nn.functional.cross_entropy(network(x), labels).backward()
            rule.step()
        yield name, median_ms(step, count)


def infer(torch, isLast):
    import torchvision
    for name, make in (("AlexNet", "alexnet"), ("VGG-16", "vgg16"), ("ResNet-18", "resnet18"),
                       ("ResNet-50", "resnet50")):
        network, x = getattr(torchvision.models, make)(weights=None).eval(), torch.randn(1, 3, 224, 224)
        if isLast:
            network = network.to(memory_format=torch.channels_last)
            x = x.contiguous(memory_format=torch.channels_last)
        with torch.no_grad():
            yield f"infer {name}, batch 1", median_ms(lambda: network(x), 9)


def conv(torch, isLast):
    layout = torch.channels_last if isLast else torch.contiguous_format
    for N, C, H, W, K, R, stride, padding in CONVOLUTIONS:
        x = torch.randn(N, C, H, W).contiguous(memory_format=layout)
        w = (0.1 * torch.randn(K, C, R, R)).contiguous(memory_format=layout)
        b = torch.zeros(K)
        name = f"conv {N}×{C}×{H}×{W} → {K}, {R}×{R}, stride {stride}, padding {padding}, "

        def forward():
            return torch.nn.functional.conv2d(x, w, b, stride, padding)
        with torch.no_grad():
            gradient = torch.randn_like(forward())
            yield name + "forward", median_ms(forward, 9)
        # As in a network's first layer, pictures of up to three channels get no gradient.
        x.requires_grad_(C > 3)
        w.requires_grad_()
        b.requires_grad_()

        def bothWays():
            forward().backward(gradient)
            x.grad = w.grad = b.grad = None
        yield name + "both ways", median_ms(bothWays, 9)


def run_torch(part, threads, isLast):
    import torch
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    return dict({"train": train, "infer": infer, "conv": conv}[part](torch, isLast))


def race(bench, parts, rounds):
    # What a program frees is kept for its next step: a good third off PyTorch's time where steps are large.
    kept = dict(os.environ, MALLOC_MMAP_THRESHOLD_=str(10 ** 10), MALLOC_TRIM_THRESHOLD_=str(10 ** 10))
    ours, theirs = {}, {}
    for part in parts:
        for _ in range(rounds):
            run = subprocess.run([bench, part, "--json"], stdout=subprocess.PIPE, check=True, text=True)
            for row in map(json.loads, run.stdout.splitlines()):
                if "milliseconds" in row:
                    ours.setdefault(row["name"], []).append(row["milliseconds"])
            for threads in (2, 1):
                for isLast in (False, True):
                    setting = f"{threads} thread{'s' * (threads > 1)}{', channels last' * isLast}"
                    run = subprocess.run(
                        [sys.executable, __file__, "--torch", part, str(threads), str(int(isLast))],
                        env=kept, stdout=subprocess.PIPE, check=True, text=True)
                    for name, ms in json.loads(run.stdout).items():
                        theirs.setdefault(name, {}).setdefault(setting, []).append(ms)
    print(f"{'median of ' + str(rounds):<62}{'ours, ms':>10}{'PyTorch':>10}{'ratio':>8}  PyTorch's best setting")
    for name, times in ours.items():
        if name not in theirs:
            continue
        best = min(theirs[name], key=lambda setting: statistics.median(theirs[name][setting]))
        mine, other = statistics.median(times), statistics.median(theirs[name][best])
        print(f"{name:<62}{mine:>10.3f}{other:>10.3f}{other / mine:>8.2f}  {best}")


if sys.argv[1:2] == ["--torch"]:
    print(json.dumps(run_torch(sys.argv[2], int(sys.argv[3]), sys.argv[4] == "1")))
elif len(sys.argv) < 2:
    sys.exit(__doc__)
else:
    words = sys.argv[2:]
    rounds = 3
    if "--rounds" in words:
        at = words.index("--rounds")
        rounds = int(words[at + 1])
        del words[at:at + 2]
    race(os.path.abspath(sys.argv[1]), words or ["train", "infer", "conv"], rounds)
