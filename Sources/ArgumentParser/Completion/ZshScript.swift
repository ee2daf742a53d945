/// The script for zsh, to be sourced or to be put into a directory of `fpath`.
func zshScript(command: String, function: String) -> String {
    #"""
    #compdef \#(command)
    # Completion of \#(command) for zsh. Load it with:  source <(\#(command) completion zsh)

    _\#(function)() {
        local -a answer items
        local kind lead argument line value program=${(Q)words[1]}
        program=${program/#\~\//$HOME/}
        answer=("${(@f)$($program ---completion $((CURRENT - 1)) "${(Q)PREFIX}" "${(@Q)words}" 2>/dev/null)}")
        kind=${answer[1]} lead=${answer[2]} argument=${answer[3]}
        case $kind in
        words)
            for line in "${(@)answer[4,-1]}"; do
                value=${line%%$'\t'*}
                value=${${value//\\/\\\\}//:/\\:}
                [[ $line == *$'\t'* ]] && value+=:${line#*$'\t'}
                items+=("$value")
            done
            (( $#items )) && _describe -V -t \#(command) 'completions' items
            ;;
        files)
            compset -p $#lead
            if [[ -n $argument ]]; then
                _files -g "*.(${argument// /|})(-.)"
            else
                _files
            fi
            ;;
        directories)
            compset -p $#lead
            _files -/
            ;;
        command)
            compset -p $#lead
            items=(${(f)"$(eval $argument 2>/dev/null)"})
            (( $#items )) && compadd -V \#(command) -a items
            ;;
        esac
    }

    if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
        _\#(function) "$@"
    else
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
        compdef _\#(function) \#(command)
    fi

    """#
}
