import SharedLibraries
import Testing

@Suite("SharedLibrary: opened when it is needed")
struct SharedLibraryTests {
  @Test("opens, once or several times", arguments: SharedLibrary.allCases)
  func opens(_ library: SharedLibrary) throws {
    try library.open()
    try library.open()
    #expect(library.debianPackage == "r-mathlib" || library.debianPackage.hasPrefix("lib"))
  }
}
