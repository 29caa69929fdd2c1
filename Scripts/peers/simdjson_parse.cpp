// The floor of reading polls: every file read and parsed by simdjson (DOM), one after the other, and nothing made of it.
#include <simdjson.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

int main(int argc, char **argv) {
  if (argc != 2) { return 64; }
  const auto start = std::chrono::steady_clock::now();
  simdjson::dom::parser parser;
  for (const auto &file : std::filesystem::directory_iterator(argv[1])) {
    simdjson::dom::element document;
    if (parser.load(file.path().string()).get(document)) { return 65; }
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::printf("own seconds: %f\n", seconds.count());
}
