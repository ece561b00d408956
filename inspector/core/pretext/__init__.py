"""What self-supervised methods are shown: views, masks and made-up anomalies of good images."""
