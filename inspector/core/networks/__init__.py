"""Networks, one file each; tensors in, tensors out."""

from inspector.core.networks.regressor import Regressor
from inspector.core.networks.unet import UNet
from inspector.core.networks.wide_resnet import WideResNet

# Networks that learn, (B, …) in and (B, …) out, in which an image meets the others of its batch in batch
# normalisation alone: several processes can share the rows of a batch (see `row_sharing`).
ROW_WISE = (UNet, WideResNet, Regressor)
