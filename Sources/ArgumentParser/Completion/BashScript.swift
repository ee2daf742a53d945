/// The script for bash, which keeps to what bash 3.2 knows.
func bashScript(command: String, function: String) -> String {
    #"""
    # Completion of \#(command) for bash. Load it with:  source <(\#(command) completion bash)

    _\#(function)() {
        COMPREPLY=()
        # Bash breaks words at = and : too. Put together what has no blank between.
        local -a words=()
        local rest="$COMP_LINE" before word index=0 prefix='' i last
        for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
            word="${COMP_WORDS[i]}"
            before="$rest"
            rest="${rest#"${rest%%[![:space:]]*}"}"
            last=$((${#words[@]} - 1))
            if ((i == 0)) || [[ "$rest" != "$before" ]]; then
                words+=('')
                last=$((last + 1))
            fi
            if ((i == COMP_CWORD)); then
                index=$last
                prefix="${words[last]}${word:0:COMP_POINT - (${#COMP_LINE} - ${#rest})}"
            fi
            words[last]+="$word"
            rest="${rest#"$word"}"
        done

        local quote=''
        [[ "$prefix" == [\"\']* ]] && quote="${prefix:0:1}"
        for i in "${!words[@]}"; do
            word="${words[i]//\\/}"
            word="${word#[\"\']}"
            words[i]="${word%[\"\']}"
        done
        local typed="$prefix"
        prefix="${prefix//\\/}"
        prefix="${prefix#[\"\']}"

        local program="${words[0]/#\~\//$HOME/}" kind='' lead='' argument='' line ending
        local -a found=()
        {
            IFS= read -r kind
            IFS= read -r lead
            IFS= read -r argument
            while IFS= read -r line; do
                [[ -n "$line" ]] && found+=("${line%%$'\t'*}")
            done
        } < <("$program" ---completion "$index" "$prefix" "${words[@]}" 2>/dev/null)

        local value="${prefix#"$lead"}"
        case "$kind" in
        files | directories)
            local action=-f
            [[ "$kind" == directories ]] && action=-d
            while IFS= read -r line; do
                if [[ "$kind" == files && -n "$argument" && ! -d "${line/#\~\//$HOME/}" ]]; then
                    for ending in $argument; do
                        [[ "$line" == *."$ending" ]] && found+=("$lead$line")
                    done
                else
                    found+=("$lead$line")
                fi
            done < <(compgen "$action" -- "$value")
            type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
            ;;
        command)
            while IFS= read -r line; do
                [[ -n "$line" && "$line" == "$value"* ]] && found+=("$lead$line")
            done < <(eval "$argument" 2>/dev/null)
            ;;
        esac

        # What stands before the last = or : is not replaced where bash breaks words there.
        local done='' mark
        for mark in = :; do
            if [[ "$COMP_WORDBREAKS" == *"$mark"* && -z "$quote" && "$typed" == *"$mark"* ]]; then
                word="${prefix%"${prefix##*"$mark"}"}"
                ((${#word} > ${#done})) && done="$word"
            fi
        done
        for line in ${found[@]+"${found[@]}"}; do
            line="${line#"$done"}"
            [[ -z "$quote" && "$kind" != files && "$kind" != directories ]] && printf -v line '%q' "$line"
            COMPREPLY+=("$line")
        done
        type compopt >/dev/null 2>&1 && compopt -o nosort 2>/dev/null
        return 0
    }

    complete -F _\#(function) \#(command)

    """#
}
