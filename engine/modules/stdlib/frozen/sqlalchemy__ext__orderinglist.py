"""Lists that keep a position column of their members in step. SQLAlchemy: ext/orderinglist.py."""


def count_from_0(index, collection):
    return index


def count_from_1(index, collection):
    return index + 1


def count_from_n_factory(start):
    def f(index, collection):
        return index + start

    f.__name__ = "count_from_%i" % start
    return f


def ordering_list(attr, count_from=None, ordering_func=None, reorder_on_append=False):
    if ordering_func is None and count_from is not None:
        ordering_func = {0: count_from_0, 1: count_from_1}.get(count_from) or count_from_n_factory(count_from)
    return lambda: OrderingList(attr, ordering_func=ordering_func, reorder_on_append=reorder_on_append)


class OrderingList(list):
    def __init__(self, ordering_attr, ordering_func=None, reorder_on_append=False):
        self.ordering_attr = ordering_attr
        self.ordering_func = count_from_0 if ordering_func is None else ordering_func
        self.reorder_on_append = reorder_on_append

    def _get_order_value(self, entity):
        return getattr(entity, self.ordering_attr)

    def _set_order_value(self, entity, value):
        setattr(entity, self.ordering_attr, value)

    def reorder(self):
        for index, entity in enumerate(self):
            self._order_entity(index, entity, True)

    _reorder = reorder

    def _order_entity(self, index, entity, reorder=True):
        have = self._get_order_value(entity)
        if have is not None and not reorder:
            return
        should_be = self.ordering_func(index, self)
        if have != should_be:
            self._set_order_value(entity, should_be)

    def append(self, entity):
        super().append(entity)
        self._order_entity(len(self) - 1, entity, self.reorder_on_append)

    def insert(self, index, entity):
        super().insert(index, entity)
        self._reorder()

    def remove(self, entity):
        super().remove(entity)
        self._reorder()

    def pop(self, index=-1):
        entity = super().pop(index)
        self._reorder()
        return entity

    def __setitem__(self, index, entity):
        if isinstance(index, slice):
            entities = list(entity)
            for i in range(*index.indices(len(self))):
                self.__setitem__(i, entities[i])
        else:
            self._order_entity(int(index), entity, True)
            super().__setitem__(index, entity)

    def __delitem__(self, index):
        super().__delitem__(index)
        self._reorder()
