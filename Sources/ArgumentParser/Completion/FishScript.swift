/// The script for fish.
func fishScript(command: String, function: String) -> String {
    #"""
    # Completion of \#(command) for fish. Load it with:  \#(command) completion fish | source

    function __\#(function)_complete
        set -l before (commandline -opc)
        set -l current (commandline -ct | string replace -r '^["\']' '')
        set -l answer ($before[1] ---completion (count $before) "$current" $before "$current" 2>/dev/null)
        set -l lead $answer[2]
        set -l argument $answer[3]
        set -l value (string sub -s (math 1 + (string length -- "$lead")) -- "$current")
        switch "$answer[1]"
            case words
                test (count $answer) -gt 3; and printf '%s\n' $answer[4..-1]
            case files
                for line in (__fish_complete_path "$value")
                    set -l path (string split -m 1 \t -- $line)[1]
                    if test -z "$argument"; or string match -q '*/' -- $path
                        echo -- $lead$line
                        continue
                    end
                    for ending in (string split ' ' -- $argument)
                        string match -q "*.$ending" -- $path; and echo -- $lead$line
                    end
                end
            case directories
                for line in (__fish_complete_directories "$value")
                    echo -- $lead$line
                end
            case command
                for line in (eval $argument 2>/dev/null)
                    echo -- $lead$line
                end
        end
    end

    complete -c \#(command) -e
    complete -c \#(command) -k -f -a '(__\#(function)_complete)'

    """#
}
