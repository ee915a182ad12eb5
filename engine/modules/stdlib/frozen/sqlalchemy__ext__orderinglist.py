"""Lists that keep a position column of their members in step. SQLAlchemy: ext/orderinglist.py."""


def count_from_n_factory(start):
    def position(index, collection):
        return start + index

    position.__name__ = f"count_from_{start}"
    return position


count_from_0, count_from_1 = map(count_from_n_factory, (0, 1))


def ordering_list(attr, count_from=None, ordering_func=None, reorder_on_append=False):
    """The factory for relationship(collection_class=...)."""
    position = ordering_func
    if position is None and count_from is not None:
        position = {0: count_from_0, 1: count_from_1}.get(count_from) or count_from_n_factory(count_from)

    def make():
        return OrderingList(attr, position, reorder_on_append)

    return make


class OrderingList(list):
    def __init__(self, ordering_attr, ordering_func=None, reorder_on_append=False):
        self.ordering_attr, self.reorder_on_append = ordering_attr, reorder_on_append
        self.ordering_func = ordering_func or count_from_0

    def _place(self, index, member):
        """Writes the position into the member if it has another one."""
        position = self.ordering_func(index, self)
        if getattr(member, self.ordering_attr) != position:
            setattr(member, self.ordering_attr, position)

    def reorder(self):
        index = 0
        for member in self:
            self._place(index, member)
            index += 1

    def append(self, entity):
        super().append(entity)
        if self.reorder_on_append or getattr(entity, self.ordering_attr) is None:
            self._place(len(self) - 1, entity)

    def __setitem__(self, index, entity):
        if not isinstance(index, slice):
            self._place(int(index), entity)
            super().__setitem__(index, entity)
            return
        # Member by member, so that each is placed. SQLAlchemy: collections._list_decorators.
        new, places = list(entity), range(len(self))[index]
        if places.step != 1:
            if len(new) != len(places):
                raise ValueError(
                    f"attempt to assign sequence of size {len(new)} to extended slice of size {len(places)}"
                )
            for at, member in zip(places, new):
                self[at] = member
            return
        for _ in places:
            del self[places.start]
        for at in range(len(new)):
            self.insert(places.start + at, new[at])


def _then_reorder(name):
    def changed(self, *arguments):
        result = getattr(super(OrderingList, self), name)(*arguments)
        self.reorder()
        return result

    changed.__name__ = name
    return changed


for _name in ("insert", "remove", "pop", "__delitem__"):
    setattr(OrderingList, _name, _then_reorder(_name))
