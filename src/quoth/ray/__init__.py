"""Reading on many machines: reports are read by a pool of Ray actors and written as Parquet.

    result = quoth.ray.read("crawl", "/shared/read", options=quoth.ray.Options(workers=64))

The inputs are cut into blocks of some hundred records. Each block becomes one Parquet file, written
beside its place and moved there when it is whole, so that a lost machine or a restart loses no
block that was finished. `quoth load` (`Keeper.load`) brings the folder into an archive, with the
ids and the order that one `quoth ingest` of the same inputs gives. docs/ray.md describes it all.

options    `Options`
plan       which blocks there are; kept in the folder
blockfile  the Parquet file of a block
blocks     reads a block; knows no Ray
cluster    the Ray cluster: made here, or joined
running    `read`, `iter_read`: hands the blocks to the actors and takes what came of them
loading    `read_folder`: the reports of a folder, for an archive

Ray is an optional extra, `pip install quoth[ray]`, and imported only by `cluster`, when something
is read.

Known gaps: an article that two blocks have is read twice, and left out once while it is loaded.
While it is loaded the ids of all reports are in memory, some 200 bytes each. Files are on a file
system that all machines see: no object store.
"""

from quoth.ray.blocks import Done
from quoth.ray.loading import Loaded, label_of, read_folder
from quoth.ray.options import Options
from quoth.ray.running import Progress, Result, iter_read, read

__all__ = [
    "Done",
    "Loaded",
    "Options",
    "Progress",
    "Result",
    "iter_read",
    "label_of",
    "read",
    "read_folder",
]
