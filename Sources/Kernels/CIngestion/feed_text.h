#pragma once
#include <cstdint>
#include <string>
#include <string_view>

/// Tokens of JSON -> fields of delimited text.
namespace feed_text {

using namespace std::string_view_literals;

inline void append_utf8(std::uint32_t c, std::string &text) {
  const auto put = [&](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

/// Four hexadecimal digits at `place`; U+FFFD for anything else.
inline std::uint32_t hexadecimal(std::string_view text, std::size_t place) {
  if (place + 4 > text.size()) { return 0xFFFD; }
  std::uint32_t value = 0;
  for (std::size_t i = place; i < place + 4; ++i) {
    const char c = text[i];
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) { return 0xFFFD; }
    value = value * 16 + static_cast<std::uint32_t>(digit);
  }
  return value;
}

/// Appends the content of a string, without its quotes, with its escapes resolved. A half of a surrogate pair becomes
/// U+FFFD.
inline void append_plain(std::string_view content, std::string &text) {
  for (std::size_t i = 0; i < content.size(); ++i) {
    if (content[i] != '\\' || i + 1 == content.size()) {
      text.push_back(content[i]);
      continue;
    }
    const char escape = content[++i];
    switch (escape) {
      case 'b': text.push_back('\b'); break;
      case 'f': text.push_back('\f'); break;
      case 'n': text.push_back('\n'); break;
      case 'r': text.push_back('\r'); break;
      case 't': text.push_back('\t'); break;
      case 'u': {
        std::uint32_t c = hexadecimal(content, i + 1);
        i += 4;
        if (c >= 0xD800 && c < 0xDC00 && content.substr(i + 1, 2) == "\\u") {
          const std::uint32_t low = hexadecimal(content, i + 3);
          if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i += 6;
          }
        }
        append_utf8(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c, text);
        break;
      }
      default: text.push_back(escape);
    }
  }
}

/// A key as `ColumnNames.normalised` has it: small letters and digits, without accents and without what stands in
/// parentheses. Of other scripts all is kept.
inline std::string normalised(std::string_view name) {
  // U+00C0 to U+00FF.
  static constexpr std::string_view plain_letters =
      "aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0\0aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0y"sv;
  std::string plain;
  int depth = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '(' || c == '[') { ++depth; }
    if ((c == ')' || c == ']') && depth > 0) { --depth; }
    if (depth > 0) { continue; }
    if (byte == 0xC3 && i + 1 < name.size()) {
      const char letter = plain_letters[static_cast<unsigned char>(name[i + 1]) & 0x3F];
      if (letter != 0) {
        plain.push_back(letter);
        ++i;
        continue;
      }
    }
    const bool is_capital = c >= 'A' && c <= 'Z';
    if (is_capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80) {
      plain.push_back(is_capital ? static_cast<char>(c + 32) : c);
    }
  }
  return plain;
}

/// Is a token of a time none: empty, as null becomes, or 0?
inline bool is_no_time(std::string_view token) {
  return token.empty() || token == "0" || token == "0.0" || token == "\"0\"";
}

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Is a token a time of day, as `"8:05"` or `"08:05:30"`?
inline bool is_clock(std::string_view token) {
  if (token.size() < 6 || token.size() > 14 || token[0] != '"') { return false; }
  const std::size_t colon = token[2] == ':' ? 2 : 3;
  return is_digit(token[1]) && (colon == 2 || is_digit(token[2])) && token[colon] == ':' &&
         is_digit(token[colon + 1]) && is_digit(token[colon + 2]);
}

/// Is a token a date and a time of day, as `"2018-07-01T00:33:18.2"`?
inline bool is_moment(std::string_view token) {
  static constexpr std::string_view layout = "\"0000-00-00.00:00"sv;
  if (token.size() <= layout.size() || token[0] != '"' || (token[11] != 'T' && token[11] != ' ')) { return false; }
  for (std::size_t i = 1; i < layout.size(); ++i) {
    const bool fits = layout[i] == '.' || (layout[i] == '0' ? is_digit(token[i]) : token[i] == layout[i]);
    if (!fits) { return false; }
  }
  return true;
}

/// Is it a date without a time of day?
inline bool is_date(std::string_view token) {
  const bool is_text = token.size() >= 10 && token.size() <= 12 && token[0] == '"';
  return is_text || (token.size() == 8 && token.find_first_not_of("0123456789") == std::string_view::npos);
}

/// Appends a token as one field (RFC 4180): a string's content, any other as it is written.
inline void append_field(std::string_view token, std::string &text, std::string &scratch) {
  if (token.empty() || token[0] != '"') {
    text.append(token);
    return;
  }
  // After the closing quote there may be blanks; the token has been trimmed.
  std::string_view content = token.substr(1, token.size() < 2 ? 0 : token.size() - 2);
  if (content.find('\\') != std::string_view::npos) {
    scratch.clear();
    append_plain(content, scratch);
    content = scratch;
  }
  if (content.find_first_of(",\"\n\r") == std::string_view::npos) {
    text.append(content);
    return;
  }
  text.push_back('"');
  for (const char c : content) {
    if (c == '"') { text.push_back('"'); }
    text.push_back(c);
  }
  text.push_back('"');
}

/// A date and the time of day beside it, as one field.
inline void append_date(std::string_view date, std::string_view clock, std::string &text, std::string &scratch) {
  append_field(date, text, scratch);
  text.push_back(' ');
  append_field(clock, text, scratch);
}

/// The same of a time; `YYYYMMDDhhmmss` becomes `YYYY-MM-DD hh:mm:ss`.
inline void append_time(std::string_view token, std::string &text, std::string &scratch) {
  const std::string_view digits =
      token.size() == 16 && token[0] == '"' && token[15] == '"' ? token.substr(1, 14) : token;
  if (digits.size() != 14 || digits.find_first_not_of("0123456789") != std::string_view::npos) {
    append_field(token, text, scratch);
    return;
  }
  static constexpr std::string_view layout = "YYYY-MM-DD hh:mm:ss";
  std::size_t next = 0;
  for (const char c : layout) {
    const bool is_mark = c == '-' || c == ' ' || c == ':';
    text.push_back(is_mark ? c : digits[next++]);
  }
}

}  // namespace feed_text
