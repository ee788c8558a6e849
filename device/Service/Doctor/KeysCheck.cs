using CheckIn.Gate.Keys;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>The gate's keys, from outside: their modes, and whether a thief would find what opens the journal.</summary>
internal sealed class KeysCheck : QuickCheck
{
    internal const string Name = "keys";
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    protected override IEnumerable<Finding> Look(Examination examination)
    {
        var words = examination.Words;
        var folder = Path.GetFullPath(examination.Section<KeyOptions>("Keys").Directory);
        if (!Directory.Exists(folder))
            return [new(Name, CheckState.Skipped, Examination.Say(words.KeysNone, folder))];
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) != 0)
            {
                return [new(
                    Name, CheckState.Wrong, Examination.Say(words.KeysOpen, folder), Examination.Say(words.KeysOpenDo, folder))];
            }
            var privates = Path.Combine(folder, "tracing-private");
            return Directory.Exists(privates) && Directory.EnumerateFiles(privates).Any()
                ? [new(Name, CheckState.Look, Examination.Say(words.KeysPrivate, privates), words.KeysPrivateDo)]
                : [new(Name, CheckState.Good, Examination.Say(words.KeysGood, folder))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [new(Name, CheckState.Skipped, Examination.Say(words.KeysUnseen, folder), words.GateDeniedDo)];
        }
    }
}
