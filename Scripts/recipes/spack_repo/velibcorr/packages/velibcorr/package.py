# The tarball of Scripts/package as a package of Spack:
#
#   spack repo add Scripts/recipes/spack_repo/velibcorr
#   spack install --no-checksum velibcorr       with velibcorr-VERSION-x86_64.tar.gz in the current folder
#   spack load velibcorr
import os

from spack.package import *


class Velibcorr(Package):
    """Which stations of a bike-share network fill and empty together."""

    url = f"file://{os.getcwd()}/velibcorr-0.1.0-x86_64.tar.gz"

    version("0.1.0")

    # Open MPI 4 or 5, or MPICH and what has its ABI: the program finds out which launcher has started it.
    depends_on("mpi", type="run")

    def install(self, spec, prefix):
        install_tree(".", prefix)

    def setup_run_environment(self, env):
        # MPI's library is opened by its name, without a path.
        env.prepend_path("LD_LIBRARY_PATH", self.spec["mpi"].prefix.lib)
