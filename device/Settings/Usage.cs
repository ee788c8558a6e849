using CheckIn.Gate.Updates;

namespace CheckIn.Gate.Settings;

/// <summary>What is printed instead of running.</summary>
internal static class Usage
{
    private const string Help = """
        checkin-gate: reads codes, decides, records, opens the turnstile, and sends every event to the hub.

        Usage: checkin-gate [--SECTION:SETTING VALUE]...
               checkin-gate enrol CODE | decommission
               checkin-gate status | doctor
               checkin-gate pins | scanners
               checkin-gate journal stats | verify | export
               checkin-gate explain CODE | muster
               checkin-gate guards
               checkin-gate release
               checkin-gate settings | updates
               checkin-gate --help | --version

        Settings come from appsettings.json beside the program, then from the environment (CHECKIN_Gate__Id), then from
        the command line (--Gate:Id). The least that is needed:

          --Gate:Id cong-vao
          --Lanes:0:Name vao  --Lanes:0:Direction In
          --Lanes:0:Scanner:Kind Serial  --Lanes:0:Scanner:Device /dev/serial/by-id/YOUR-SCANNER
          --Lanes:0:Turnstile:RelayPin 17

        release switches every configured relay off and ends; a service manager runs it after the gate has ended.
        Paths are relative to the current directory. All settings: checkin-gate settings catalog.
        Ends with 0 when stopped, 70 after a fault, 74 when journal, keys or enrolment cannot be used, 78 when settings are wrong.
        """;

    /// <summary>The answer to --help or --version as the only argument; null for everything else.</summary>
    internal static string? For(string[] args) => args switch
    {
        ["--help" or "-h"] => Help,
        ["--version"] => "checkin-gate " + Version,
        _ => null,
    };

    internal static string Version => OwnVersion.Here.Version;
}
