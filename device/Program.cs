using CheckIn.Gate.Commands;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Kiosk;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Lists;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Turnstile.Guard;
using CheckIn.Gate.Updates;
using CheckIn.Gate.Uplink;

// The guard is small because nothing of the host is loaded for it: what follows it is compiled only when it is called.
// So is the launcher: another version of this program may take its place.
return args is [GuardProcess.Word, .. var lines] ? GuardProcess.Run(lines) : Launcher.Run(args) ?? await RunGateAsync(args);

static Task<int> RunGateAsync(string[] args)
{
    var logs = new LogRing(TimeProvider.System);
    return GateHost.RunToEndAsync(args, builder => builder.Services
        .AddSettings<GateOptions>(builder.Configuration, "Gate")
        .AddSettings<UplinkOptions>(builder.Configuration, "Uplink")
        .AddEnrolment(builder.Configuration)
        .AddSupervision()
        .AddJournal(builder.Configuration)
        .AddIdentity()
        .AddUpdates()
        .AddHubSettings(builder.Configuration)
        .AddUplink()
        .AddLists()
        .AddLanes(builder.Configuration)
        .AddLeaving()
        .AddService(builder.Configuration)
        .AddKiosk()
        .AddCommands(logs));
}
