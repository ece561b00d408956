"""Where the frozen `inspector` begins."""

import multiprocessing

from inspector.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process is this program again
    main()
