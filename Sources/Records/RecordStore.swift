import Coursebook
