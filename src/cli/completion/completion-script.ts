/** The shells that there is a script for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** One of {@link SHELLS}. */
export type Shell = (typeof SHELLS)[number];

/** The script for a shell. Each asks the hidden command `__complete`, so that it never has to be printed again. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

/** Needs bash 4, without the package bash-completion. Words are cut at `=` there, so values stand alone. */
const BASH = `# Completion of sidecar-injector in bash.
_sidecar_injector() {
    local line directive=4
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == :* ]]; then
            directive=\${line#:}
        else
            COMPREPLY+=("\${line%%$'\\t'*}")
        fi
    done < <("\${COMP_WORDS[0]}" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    if ((directive & 2)); then compopt -o nospace; fi
    if ((directive & 16)); then compopt -o dirnames; fi
    if ((directive == 0)); then compopt -o default; fi
}
complete -F _sidecar_injector sidecar-injector
`;

const ZSH = `#compdef sidecar-injector
# Completion of sidecar-injector in zsh.
_sidecar_injector() {
    local -a lines values
    local line directive=4 prefix=''
    lines=("\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
    for line in "\${lines[@]}"; do
        if [[ $line == :* ]]; then
            directive=\${line#:}
        elif [[ -n $line ]]; then
            values+=("\${line%%$'\\t'*}")
        fi
    done
    if [[ \${words[CURRENT]} == --*=* ]]; then prefix="\${words[CURRENT]%%=*}="; fi
    if (( directive & 16 )); then
        _path_files -P "$prefix" -/
    elif (( directive == 0 )); then
        _files -P "$prefix"
    elif (( directive & 2 )); then
        compadd -P "$prefix" -S '' -a values
    else
        compadd -P "$prefix" -a values
    fi
}
if [[ $funcstack[1] == _sidecar_injector || $funcstack[1] == _sidecar-injector ]]; then
    _sidecar_injector "$@"
else
    compdef _sidecar_injector sidecar-injector
fi
`;

/** A word is completed whole: a path after `--flag=` with the flag before it. */
const FISH = `# Completion of sidecar-injector in fish.
function __sidecar_injector_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] __complete -- $words[2..-1] "$current" 2>/dev/null)
    set -l prefix (string match -r -- '^--[^=]*=' "$current")
    set -l value (string replace -r -- '^--[^=]*=' '' "$current")
    switch "$lines[-1]"
        case ':0'
            set lines (__fish_complete_path "$value")
        case ':16'
            set lines (__fish_complete_directories "$value" '')
        case '*'
            set lines $lines[1..-2]
    end
    for line in $lines
        echo "$prefix$line"
    end
end
complete -c sidecar-injector -f -a '(__sidecar_injector_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
