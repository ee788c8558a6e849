using CheckIn.Hub;
using CheckIn.Hub.Settings;

return await HubSettings.RunToEndAsync(() => HubApplication.Create(args));
