using System.CommandLine;
using CheckIn.Contract;

namespace CheckIn.FleetSimulator;

/// <summary>The command line.</summary>
internal static class FleetCommand
{
    private const int Failed = 1;
    private const int LongestPrefix = 50;

    internal static RootCommand Create()
    {
        var gates = new Option<int>("--gates") { Description = "Gates, 1 to 100000.", DefaultValueFactory = _ => 200 };
        var scenario = new Option<string>("--scenario")
        {
            Description = "One of those above.",
            DefaultValueFactory = _ => "steady",
        };
        scenario.AcceptOnlyFromAmong([.. Scenario.All.Select(each => each.Name)]);
        var hub = Address("--hub", "The hub's MQTT endpoint. Default mqtt://127.0.0.1:1883.");
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long events come about.",
            DefaultValueFactory = _ => 30,
        };
        var rate = new Option<double?>("--rate") { Description = "Events of one gate a second; morning: at the peak." };
        var backlog = new Option<int?>("--backlog") { Description = "Events stored at each gate before it connects." };
        var silent = new Option<int?>("--silent") { Description = "Of the gates, those that fall silent; scenario silent." };
        var failing = new Option<int>("--failing") { Description = "Of the gates, those that refuse; scenario settings." };
        var stopAt = new Option<decimal>("--stop-at")
        {
            Description = "Failed of decided gates, per cent, at which a rollout stops.",
            DefaultValueFactory = _ => 5,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Of what comes about when.",
            DefaultValueFactory = _ => 1,
        };
        var grace = new Option<double>("--grace")
        {
            Description = "Seconds for connecting, and for what is outstanding at the end; then the run has failed.",
            DefaultValueFactory = _ => 60,
        };
        var ramp = new Option<int>("--ramp")
        {
            Description = "First connections begun a second.",
            DefaultValueFactory = _ => 1000,
        };
        var prefix = new Option<string>("--prefix")
        {
            Description = "Beginning of the gates' ids.",
            DefaultValueFactory = _ => "sim",
        };
        var check = Address("--check", "The hub's HTTP address: its store is compared, event by event.");
        var json = new Option<bool>("--json") { Description = "Nothing but the last line." };
        AtLeast(gates, 1, 100_000);
        AtLeast(ramp, 1, 1_000_000);
        var root = new RootCommand(Description())
        {
            gates, scenario, hub, seconds, rate, backlog, silent, failing, stopAt, seed, grace, ramp, prefix, check, json,
        };
        root.SetAction(async (parse, cancellation) =>
        {
            var chosen = Scenario.All.Single(each => each.Name == parse.GetValue(scenario));
            var all = parse.GetValue(gates);
            var isSilent = chosen.SilentShare > 0 && parse.GetValue(check) is not null;
            var quiet = isSilent
                ? Math.Clamp(parse.GetValue(silent) ?? (int)Math.Ceiling(all * chosen.SilentShare), 0, all - 1) : 0;
            return await RunAsync(new FleetOptions
            {
                Gates = all - quiet,
                Silent = quiet,
                Failing = Math.Clamp(parse.GetValue(failing), 0, all),
                StopAt = parse.GetValue(stopAt),
                Scenario = chosen,
                Hub = parse.GetValue(hub) ?? new Uri("mqtt://127.0.0.1:1883"),
                Duration = TimeSpan.FromSeconds(Math.Max(0, parse.GetValue(seconds))),
                Rate = Math.Clamp(parse.GetValue(rate) ?? chosen.Rate, 0, 1000),
                Backlog = Math.Clamp(parse.GetValue(backlog) ?? chosen.Backlog, 0, 1_000_000),
                Seed = parse.GetValue(seed),
                Grace = TimeSpan.FromSeconds(Math.Max(0, parse.GetValue(grace))),
                Ramp = parse.GetValue(ramp),
                Prefix = parse.GetValue(prefix)!,
                Check = parse.GetValue(check),
                IsQuiet = parse.GetValue(json),
            }, cancellation);
        });
        return root;
    }

    private static async Task<int> RunAsync(FleetOptions options, CancellationToken cancellation)
    {
        if (!GateId.IsValid(options.Prefix) || options.Prefix.Length > LongestPrefix)
        {
            await Console.Error.WriteLineAsync(
                $"--prefix is '{options.Prefix}'; allowed: [a-z0-9-]{{1,{LongestPrefix}}}.");
            return Failed;
        }
        var report = await new Fleet(options, TimeProvider.System).RunAsync(cancellation);
        Console.WriteLine(report.ToJson());
        return report.IsGood ? 0 : Failed;
    }

    private static string Description() =>
        "Simulated gates on real connections: each speaks the contract as a gate does, with a journal in memory. "
        + "The last line is JSON. Exit code 0 when every event was acknowledged (and found once, with "
        + "--check) and nothing broke the "
        + "contract.\n\nScenarios:\n"
        + string.Join('\n', Scenario.All.Select(each => $"  {each.Name,-10} {each.Sentence}"));

    private static Option<Uri?> Address(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var address))
                return address;
            result.AddError($"{name} is '{result.Tokens.Single().Value}'; allowed: an address with its scheme.");
            return null;
        },
    };

    private static void AtLeast(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValue(option) is var value && (value < least || value > most))
            result.AddError($"{option.Name} is {value}; allowed: {least} to {most}.");
    });
}
