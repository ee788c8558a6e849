using System.CommandLine;
using CheckIn.Faults;
using CheckIn.Storage;

// Before anything else in this process touches SQLite, so that there is one library and not two.
SqliteLibrary.Load();
return await FaultsCommand.Create().Parse(args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
