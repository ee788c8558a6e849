using System.Globalization;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Turnstile;
using CheckIn.Storage;
using CheckIn.Updates;

namespace CheckIn.Gate.Updates;

/// <summary>
/// The beginning of every start: which version serves. The installed program is the launcher and is never overwritten; it
/// reads the state and goes on as itself, or the confirmed version takes its place (execve: the same process number, no
/// memory, so that a service manager notices nothing). A candidate is started beside it instead, as a child that dies with
/// it; the launcher waits until the candidate has confirmed itself, and goes back to the version before when it ends or its
/// time is over. Whatever kills any of them at any moment, the next start reads what to do (<see cref="UpdateSteps"/>).
/// Relays are off between two versions: the one before has closed its lines before it asked for the switch, and the
/// guard of a candidate that is killed switches them off; no other version is started before the candidate's process is gone.
/// </summary>
internal static class Launcher
{
    /// <summary>EX_TEMPFAIL: whoever has no launcher to start again is started again by its supervisor.</summary>
    internal const int StartAgain = 75;
    private const int NoStorage = 74;

    /// <summary>What a start does.</summary>
    /// <returns>The exit code of this process; null = it goes on as itself.</returns>
    internal static int? Run(string[] args)
    {
        if (VersionStore.Around(AppContext.BaseDirectory) is not null)
            return BeginAsVersion();
        if (args is [ReleaseCommand.Word or UpdatesCommand.Word, ..])
            return null;
        try
        {
            var own = UpdateSettings.Read(args);
            var isCommand = IsCommand(args);
            var store = UpdateSettings.StoreOf(own, isCommand);
            var state = Path.Combine(store.Folder, VersionStore.StateFile);
            // What another user has laid there he cannot have started as this one.
            if (!File.Exists(state) || !FileOwner.IsOurs(state) || !FileOwner.IsOurs(store.Folder))
                return null;
            var keys = UpdateSettings.KeysOf(own);
            return isCommand ? RunCommand(store, keys, args) : Serve(store, keys, args);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidDataException)
        {
            Tell(e.Message + " The installed version goes on.");
            return null;
        }
    }

    /// <summary>
    /// The host has ended, and the next version is to be started: by the launcher that waits for this process, or by the
    /// installed program in its place.
    /// </summary>
    internal static int Again(string[] args)
    {
        if (ParentOf() is not null || Installed() is not { } installed)
            return StartAgain;
        Tell(LauncherSyscalls.Replace(ProgramCommand.Of(installed, args, (ProgramCommand.InstalledVariable, null))));
        return StartAgain;
    }

    /// <summary>Whether this process has a launcher that waits for its end.</summary>
    internal static bool HasParent => ParentOf() is not null;

    private static bool IsCommand(string[] args) =>
        Usage.For(args) is not null || (args is [{ Length: > 0 } word, ..] && word.All(char.IsAsciiLetterLower));

    /// <summary>A version on trial ends with its launcher: an orphan would hold the relays that the next one needs.</summary>
    private static int? BeginAsVersion()
    {
        if (ParentOf() is not { } parent)
            return null;
        LauncherSyscalls.EndWithParent();
        return LauncherSyscalls.Parent == parent ? null : StartAgain;
    }

    private static int? ParentOf() => int.TryParse(
        Environment.GetEnvironmentVariable(ProgramCommand.ParentVariable), NumberStyles.None, CultureInfo.InvariantCulture,
        out var parent) ? parent : null;

    private static string? Installed() => VersionStore.Around(AppContext.BaseDirectory) is null
        ? AppContext.BaseDirectory : Environment.GetEnvironmentVariable(ProgramCommand.InstalledVariable);

    /// <summary>A command is of the version in service, also while another one is on trial; it changes no state.</summary>
    private static int? RunCommand(VersionStore store, ReleaseKeys keys, string[] args) =>
        UpdateSteps.InService(store.Read(), version => store.IsGenuine(version, keys)) is { } version
            ? Become(store, version, args) : null;

    private static int? Serve(VersionStore store, ReleaseKeys keys, string[] args)
    {
        while (store.Read().Phase == UpdatePhase.Trying)
        {
            using var trial = Trial.Begin(store, keys);
            if (trial is null)
            {
                Tell("another process has a version of this gate on trial; two gates cannot run with the same files.");
                return NoStorage;
            }
            try
            {
                if (trial.Run(args) is { } code)
                    return code;
            }
            catch (IOException e)
            {
                // A step that cannot be written is not taken: the version in service goes on.
                Tell(e.Message);
                break;
            }
        }
        var state = store.Read();
        if (UpdateSteps.InService(state, each => store.IsGenuine(each, keys)) is { } version)
            return Become(store, version, args);
        if (state.Running is { } missing)
            Tell($"version {missing.Version} (release {missing.Release}) in {store.Folder} is not what a trusted key has "
                + "signed: the installed version goes on in its place. Look at the disk and at Updates:Keys; the hub can "
                + "bring the version again.");
        return null;
    }

    private static int? Become(VersionStore store, StagedVersion version, string[] args)
    {
        Tell(LauncherSyscalls.Replace(ProgramCommand.Of(
            store.PathOf(version.Release), args, (ProgramCommand.InstalledVariable, AppContext.BaseDirectory))));
        return null;
    }

    internal static void Tell(string what) => Console.Error.WriteLine("checkin-gate: " + what);
}
