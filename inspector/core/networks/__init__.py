"""Networks, one file each; tensors in, tensors out."""
