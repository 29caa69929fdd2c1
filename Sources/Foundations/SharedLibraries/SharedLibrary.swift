import CSharedLibraries

/// Libraries that are opened when one of their functions is first called: to load all of them takes longer than a short
/// run does, and a run needs few. What is used of them stands in `Kernels/CSharedLibraries/functions.h`.
package enum SharedLibrary: String, CaseIterable, Sendable {
  /// Products (BLAS).
  case openblas
  /// Factors and inverses.
  case lapacke
  /// The same over ranks.
  case scalapack
  /// Open MPI, or MPICH and its kin (`useMPICH`).
  case mpi
  /// Pictures.
  case cairo
  /// Archives, and what is compressed.
  case archive
  /// What gzip has packed.
  case isal
  /// Whole numbers of any size.
  case gmp
  /// Tails of distributions, by R's mathematics library.
  case rmath

  /// Opens it. A call of one of its functions does so too, but if the library is not there, that call ends the program with
  /// the loader's words: to be told of it before, open it. Throws `MissingLibrary`.
  package func open() throws(MissingLibrary) {
    guard let words = unsafe velibcorr_open_library(rawValue) else { return }
    throw MissingLibrary(library: self, words: unsafe String(cString: words))
  }

  /// From here on `mpi` and `scalapack` are those of MPICH and its kin. To be called before either is opened.
  package static func useMPICH() { velibcorr_use_mpich() }

  /// Was `useMPICH` called?
  package static var usesMPICH: Bool { velibcorr_uses_mpich() != 0 }

  /// Debian's package that brings it.
  package var debianPackage: String { unsafe String(cString: velibcorr_package_of_library(rawValue)) }
}

/// A library cannot be opened.
package struct MissingLibrary: Error, Equatable {
  /// Which one.
  package let library: SharedLibrary
  /// Why, in the loader's words, its file among them.
  package let words: String
}
