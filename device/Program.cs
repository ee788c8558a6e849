using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Uplink;

return await GateHost.RunToEndAsync(args, builder => builder.Services
    .AddSettings<GateOptions>(builder.Configuration, "Gate")
    .AddSettings<UplinkOptions>(builder.Configuration, "Uplink")
    .AddJournal(builder.Configuration)
    .AddUplink()
    .AddLanes(builder.Configuration)
    .AddService(builder.Configuration));
