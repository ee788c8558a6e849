using System.Text.Json;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Updates;
using CheckIn.Storage;

namespace CheckIn.Gate.Settings;

/// <summary>
/// The file of <see cref="SettingsState"/>, mode 600: in Enrolment:Directory, or beside the journal where there is no such
/// directory. Where that is nobody but the gate itself can say, so the hub's settings are not asked for it. It goes with
/// the rest when the gate is wiped.
/// </summary>
internal sealed class SettingsStore(string path)
{
    /// <summary>Its name in Enrolment:Directory.</summary>
    internal const string FileName = "hub-settings.json";

    private const string BesideJournal = "-hub-settings";
    private const int MaxBytes = 1024 * 1024;

    internal string Path => path;

    /// <summary>Where it lies by the command line and what else is the gate's own.</summary>
    internal static SettingsStore Of(string[] args)
    {
        var own = UpdateSettings.Read(args);
        var directory = System.IO.Path.GetFullPath(EnrolledSettings.DirectoryOf(own));
        if (Directory.Exists(directory))
            return new SettingsStore(System.IO.Path.Combine(directory, FileName));
        var journal = own["Journal:Path"] is { Length: > 0 } named ? named : new JournalOptions().Path;
        return new SettingsStore(System.IO.Path.GetFullPath(journal) + BesideJournal);
    }

    /// <summary>What lies there; without a file, that of a gate of which nothing was ever wanted.</summary>
    /// <param name="trouble">
    /// Why the file cannot be used; null = it can. The gate then begins without the hub's settings, and hears of them again.
    /// </param>
    internal SettingsState Read(out string? trouble)
    {
        trouble = null;
        try
        {
            if (new FileInfo(path) is not { Exists: true } file)
                return new SettingsState();
            if (file.Length <= MaxBytes
                && JsonSerializer.Deserialize(File.ReadAllBytes(path), SettingsStateJson.Default.SettingsState) is { } state)
                return state;
            trouble = "it does not say what is to be known";
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            trouble = e.Message;
        }
        return new SettingsState();
    }

    /// <summary>Replaces it, durably.</summary>
    /// <exception cref="IOException">It cannot be written; it is what it was.</exception>
    internal void Write(SettingsState state)
    {
        try
        {
            PrivateFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(state, SettingsStateJson.Default.SettingsState));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
