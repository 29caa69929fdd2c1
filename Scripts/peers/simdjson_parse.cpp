// The floor of reading polls: every document read and parsed by simdjson (DOM), one after the other, and nothing made of
// it. A folder of files, or one file of documents.
#include <simdjson.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

int main(int argc, char **argv) {
  if (argc != 2) { return 64; }
  const auto start = std::chrono::steady_clock::now();
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  if (std::filesystem::is_directory(argv[1])) {
    for (const auto &file : std::filesystem::directory_iterator(argv[1])) {
      if (parser.load(file.path().string()).get(document)) { return 65; }
    }
  } else {
    simdjson::dom::document_stream documents;
    if (parser.load_many(argv[1]).get(documents)) { return 65; }
    for (auto next : documents) {
      if (next.get(document)) { return 65; }
    }
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::printf("own seconds: %f\n", seconds.count());
}
