# Objects nested deeper than any stack are destroyed one after the other, whatever they are.


class Node:
    def __init__(self, below):
        self.below = below


def chain(wrap, length=100_000):
    top = None
    for _ in range(length):
        top = wrap(top)
    return top


for name, wrap in {
    "list": lambda x: [x],
    "tuple": lambda x: (x,),
    "dict": lambda x: {"x": x},
    "object": Node,
    "closure": lambda x: lambda: x,
}.items():
    top = chain(wrap)
    del top
    print(name, "gone")


class Last:
    def __del__(self):
        print("the innermost one too")


top = Last()
for _ in range(1000):
    top = [top]
del top
kept = chain(lambda x: [x])
print("one is left for the end")
