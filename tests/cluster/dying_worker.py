"""A worker that writes down each image it has finished, and kills itself in the second image of shard 1, as often as
there are files named `life*` beside the archive."""

import os
import signal
from pathlib import Path

from inspector.cluster import archive
from inspector.cluster.archive import ShardInspector
from inspector.workflow.inspect.images import Inspected

inspect_batch = archive.inspect_batch


class DyingWorker(ShardInspector):
    def load(self, *, threads=None):
        archive.inspect_batch = self._watched
        super().load(threads=threads)

    def _watched(self, stored, images, *, output, **options):
        beside = Path(output).parents[2]
        for event in inspect_batch(stored, images, output=output, **options):
            if isinstance(event, Inspected):
                with (beside / "finished.txt").open("a") as file:
                    file.write(f"{event.inspection.name}\n")
                lives = sorted(beside.glob("life*"))
                if output.stem == "000001" and event.index == 1 and lives:
                    lives[0].unlink()
                    os.kill(os.getpid(), signal.SIGKILL)
            yield event
