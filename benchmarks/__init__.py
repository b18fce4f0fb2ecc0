"""Quality and speed, measured on public labelled data; run with `make bench`."""
