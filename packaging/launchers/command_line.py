"""Where the frozen `inspector-cli` begins."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process is this program again, and needs no command line

    from inspector.cli import main

    main()
