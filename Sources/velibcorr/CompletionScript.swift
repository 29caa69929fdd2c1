import ArgumentParser

/// `--generate-completion-script SHELL`: the parser's own script, which does not know that the default subcommand
/// may be left out, made to complete files and options there too.
enum CompletionScript {
  static func asked(by arguments: [String]) -> String? {
    guard arguments.count == 3, arguments[1] == "--generate-completion-script",
      let shell = CompletionShell(rawValue: arguments[2])
    else { return nil }
    let script = Velibcorr.completionScript(for: shell)
    switch shell {
    case .bash: return script + "\n" + bash
    case .zsh:
      return script.replacing("\n_velibcorr() {\n", with: "\n_velibcorr() {\n" + zsh, maxReplacements: 1)
    case .fish: return script + "\n" + fish
    default: return script
    }
  }

  static let names =
    Velibcorr.configuration.subcommands.map { $0._commandName } + ["help"]
  private static let standard = Velibcorr.configuration.defaultSubcommand!._commandName

  private static let bash = """
    # The subcommand may be left out.
    __velibcorr_with_default() {
        # Behind help come the names of subcommands, as without it.
        if [[ "${COMP_WORDS[1]}" == help ]] && ((COMP_CWORD > 1)); then
            COMP_WORDS=("${COMP_WORDS[0]}" "${COMP_WORDS[@]:2}")
            ((COMP_CWORD--))
            _velibcorr "${1}" "${2}" "${COMP_WORDS[COMP_CWORD - 1]}"
            return
        fi
        case "${COMP_WORDS[1]}" in
        \(names.joined(separator: "|")))
            _velibcorr "${@}"
            return
            ;;
        esac
        local previous="${3}"
        if ((COMP_CWORD == 1)); then
            _velibcorr "${@}"
            previous=\(standard)
        fi
        COMP_WORDS=("${COMP_WORDS[0]}" \(standard) "${COMP_WORDS[@]:1}")
        ((COMP_CWORD++))
        _velibcorr "${1}" "${2}" "${previous}"
    }

    complete -o filenames -F __velibcorr_with_default velibcorr
    """

  private static let zsh = """
        # Behind help come the names of subcommands, as without it; the subcommand may be left out.
        if (( CURRENT > 2 )) && [[ "${words[2]}" = help ]]; then
            words=("${words[1]}" "${words[@]:2}")
            (( CURRENT-- ))
        elif (( CURRENT > 1 )) && [[ " \(names.joined(separator: " ")) " != *" ${words[2]} "* ]]; then
            if (( CURRENT > 2 )) || [[ "${words[2]}" = -* ]]; then
                words=("${words[1]}" \(standard) "${words[@]:1}")
                (( CURRENT++ ))
            else
                _files
            fi
        fi

    """

  private static let fish = """
    # The subcommand may be left out.
    functions -q __velibcorr_typed_tokens; and functions -e __velibcorr_typed_tokens
    functions -c __velibcorr_tokens __velibcorr_typed_tokens
    function __velibcorr_tokens
        set -l tokens (__velibcorr_typed_tokens $argv)
        set -l first (commandline -t)
        # Behind help come the names of subcommands, as without it.
        if test (count $tokens) -gt 1; and test $tokens[2] = help
            set -e tokens[2]
        end
        if test "$argv" = -pc
            if test (count $tokens) -gt 1; and not contains -- $tokens[2] \(names.joined(separator: " "))
                set tokens $tokens[1] \(standard) $tokens[2..]
            else if test (count $tokens) -eq 1; and string match -q -- '-*' $first
                set -a tokens \(standard)
            end
        end
        test (count $tokens) -gt 0; and printf %s\\n $tokens
    end
    complete -c velibcorr -n 'test (count (__velibcorr_typed_tokens -pc)) -eq 1' -F
    """
}
