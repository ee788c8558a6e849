using CheckIn.Gate.Lanes;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Uplink;

var builder = SettingsRegistration.CreateBuilder(args);
builder.Services
    .AddSettings<GateOptions>(builder.Configuration, "Gate")
    .AddSettings<UplinkOptions>(builder.Configuration, "Uplink")
    .AddJournal(builder.Configuration)
    .AddUplink()
    .AddLanes(builder.Configuration);
return await builder.RunToEndAsync();
