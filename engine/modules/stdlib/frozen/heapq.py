"""Heaps in lists. CPython: Lib/heapq.py."""


def _rise(heap, at, floor=0):
    """Moves the item up to where its parent is not greater."""
    item = heap[at]
    while at > floor and item < heap[(at - 1) // 2]:
        heap[at], at = heap[(at - 1) // 2], (at - 1) // 2
    heap[at] = item


def _settle(heap, at):
    """Lets the smaller children move up all the way, then the item rise from below: fewer comparisons."""
    item, floor, count = heap[at], at, len(heap)
    while 2 * at + 1 < count:
        below = 2 * at + 1
        if below + 1 < count and not heap[below] < heap[below + 1]:
            below += 1
        heap[at], at = heap[below], below
    heap[at] = item
    _rise(heap, at, floor)


def _swap_first(heap, item):
    first = heap[0]
    heap[0] = item
    _settle(heap, 0)
    return first


def heappush(heap, item):
    heap.append(item)
    _rise(heap, len(heap) - 1)


def heappop(heap):
    if len(heap) < 2:
        return _checked(heap).pop()
    return _swap_first(heap, heap.pop())


def _checked(heap):
    if heap:
        return heap
    raise IndexError("index out of range")


def heapreplace(heap, item):
    return _swap_first(_checked(heap), item)


def heappushpop(heap, item):
    return _swap_first(heap, item) if heap and heap[0] < item else item


def heapify(x):
    for at in range(len(x) // 2 - 1, -1, -1):
        _settle(x, at)


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:max(n, 0)]


def merge(*iterables, key=None, reverse=False):
    """Of the foremost values of all, the least; the earlier iterable first among equals."""
    key = key or (lambda value: value)
    sources = [iter(iterable) for iterable in iterables]
    heads = {}

    def advance(place):
        heads.pop(place, None)
        for value in sources[place]:
            heads[place] = (key(value), value)
            return

    for place in range(len(sources)):
        advance(place)
    while heads:
        best, (rank, value) = None, (None, None)
        for place in sorted(heads):
            other = heads[place][0]
            if best is None or (rank < other if reverse else other < rank):
                best, (rank, value) = place, heads[place]
        yield value
        advance(best)
