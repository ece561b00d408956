"""`python -m inspector.cli`, for those that start programs as modules, such as `torchrun`."""

from inspector.cli import main

main()
