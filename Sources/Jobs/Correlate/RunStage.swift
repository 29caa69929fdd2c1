/// The stages of a run, in their order: as the summary, `--summary` and the scripts that read it name them.
package enum RunStage: String, CaseIterable, Sendable {
  case read
  case combine
  case partial = "partial correlations"
  case correlate = "correlate and write"
  case digest
}

/// Steps of the stages, which may take their time: as a progress line names them.
enum RunStep: String, Sendable {
  case reading
  case combining
  case writingProfiles = "writing profiles"
  case writingRejects = "writing rejects"
  case partialCorrelations = "partial correlations"
  case writingPartial = "writing partial correlations"
  case correlating
  case correlatingAndWriting = "correlating and writing"
  case computingQ = "computing q"
  case grouping
  case comparingPeriods = "comparing periods"
  case comparingGroups = "comparing groups"
  case drawing
  case computingDigests = "computing digests"
  case generating
}
