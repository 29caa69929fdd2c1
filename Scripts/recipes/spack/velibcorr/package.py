# The tarball of Scripts/package as a package of Spack:
#
#   spack repo add Scripts/recipes/spack
#   spack install velibcorr             with velibcorr-VERSION-x86_64.tar.gz in the current folder
import os

from spack.package import *


class Velibcorr(Package):
    """Which stations of a bike-share network fill and empty together."""

    url = f"file://{os.getcwd()}/velibcorr-0.1.0-x86_64.tar.gz"

    version("0.1.0")

    depends_on("openmpi@4:", type="run")

    def install(self, spec, prefix):
        install_tree(".", prefix)
