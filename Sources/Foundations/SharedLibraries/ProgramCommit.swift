import CSharedLibraries

/// The commit that this program was made of, in hexadecimal digits; nil of a build in a working tree, which is not one
/// commit.
package let programCommit: String? = {
  let commit = unsafe String(cString: velibcorr_commit())
  return commit.isEmpty ? nil : commit
}()
