using CheckIn.Browser.Tests.Screenshots;

return args switch
{
    ["screenshots", var folder, .. var only] => await ScreenshotsCommand.RunAsync(folder, only, Console.Out),
    _ => ScreenshotsCommand.Explain(Console.Error),
};
