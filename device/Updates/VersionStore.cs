using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Storage;
using CheckIn.Updates;

namespace CheckIn.Gate.Updates;

/// <summary>
/// The folder of versions, mode 700: <c>update-state.json</c>, a folder for each version by the number of its release, and
/// what is on the way: <c>RELEASE.new</c> while it is unpacked, <c>HASH.part</c> while it is fetched. The installed program
/// is not among them and is never touched.
/// </summary>
internal sealed class VersionStore
{
    internal const string StateFile = "update-state.json";
    internal const string Unpacking = ".new";
    internal const string Fetching = ".part";
    private const string TrialLock = "trial.lock";
    private const int MaxStateBytes = 256 * 1024;

    internal VersionStore(string folder) => Folder = Path.GetFullPath(folder);

    internal string Folder { get; }

    /// <summary>Where a version lies.</summary>
    internal string PathOf(long release) => Path.Combine(Folder, release.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where a package lies while it is fetched.</summary>
    internal string PartOf(string package) => Path.Combine(Folder, package + Fetching);

    /// <summary>The store that a program was started from; null = it is the installed one.</summary>
    /// <param name="program">Its folder.</param>
    internal static VersionStore? Around(string program)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(program));
        return Path.GetDirectoryName(folder) is { } parent && File.Exists(Path.Combine(parent, StateFile))
            && long.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new VersionStore(parent) : null;
    }

    /// <summary>The state; without a file, that of a gate which never had an update.</summary>
    /// <exception cref="IOException">It cannot be read, or is damaged: the message says what follows.</exception>
    internal UpdateState Read()
    {
        var path = Path.Combine(Folder, StateFile);
        if (new FileInfo(path) is not { Exists: true } file)
            return new UpdateState();
        try
        {
            if (file.Length <= MaxStateBytes
                && JsonSerializer.Deserialize(File.ReadAllBytes(path), UpdateStateJson.Default.UpdateState) is { } state
                && IsSound(state))
                return state;
            throw Damaged(path, "it does not say what is to be known", null);
        }
        catch (JsonException e)
        {
            throw Damaged(path, e.Message, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Damaged(path, e.Message, e);
        }
    }

    /// <summary>Replaces the state, durably.</summary>
    /// <exception cref="IOException">It cannot be written; it is what it was.</exception>
    internal void Write(UpdateState state)
    {
        try
        {
            PrivateFile.MakeDirectory(Folder);
            PrivateFile.Replace(
                Path.Combine(Folder, StateFile),
                JsonSerializer.SerializeToUtf8Bytes(state, UpdateStateJson.Default.UpdateState));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Whether all files of a version are there, by their sizes; what is in them is looked at by each start.</summary>
    internal bool IsWhole(StagedVersion version)
    {
        var folder = PathOf(version.Release);
        return OwnVersion.ManifestIn(folder) is { } manifest && manifest.Release == version.Release
            && manifest.Files.All(file => new FileInfo(Path.Combine(folder, file.Path)) is { Exists: true } found
                && found.Length == file.Size);
    }

    /// <summary>
    /// Whether a version is what was signed, byte for byte, and nothing else lies beside it: asked before it is started, by
    /// the installed program with the keys that the gate's own user cannot change. Whoever broke into a gate that runs does
    /// not stay there by its files, and a disk that forgets is noticed.
    /// </summary>
    internal bool IsGenuine(StagedVersion version, ReleaseKeys keys)
    {
        var folder = PathOf(version.Release);
        try
        {
            if (OwnVersion.ManifestIn(folder, keys) is not { } manifest || manifest.Release != version.Release)
                return false;
            var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos(
                "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).ToList();
            var others = entries.Where(static entry => entry is FileInfo).Select(static entry => entry.FullName).ToHashSet();
            others.Remove(Path.Combine(folder, OwnVersion.HeadFile));
            return entries.All(static entry => entry.LinkTarget is null)
                && manifest.Files.All(file => Path.Combine(folder, file.Path) is var path && others.Remove(path) && IsSame(path, file))
                && others.Count == 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsSame(string path, UpdateFile file)
    {
        using var content = File.OpenRead(path);
        return content.Length == file.Size && Convert.ToHexStringLower(SHA256.HashData(content)) == file.Sha256;
    }

    /// <summary>Held by the process that has a candidate on trial; null = another one has.</summary>
    internal FileStream? TryLockTrial()
    {
        try
        {
            return new FileStream(
                Path.Combine(Folder, TrialLock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Removes what the state does not name, and packages other than this one.</summary>
    /// <param name="state">Whose versions stay.</param>
    /// <param name="package">Whose beginning stays; null = no one's.</param>
    internal void RemoveOthers(UpdateState state, string? package)
    {
        if (!Directory.Exists(Folder))
            return;
        var stays = new[] { state.Running, state.Previous, state.Candidate }
            .Where(static version => version is not null).Select(version => PathOf(version!.Release)).ToHashSet();
        foreach (var folder in Directory.EnumerateDirectories(Folder))
        {
            if (!stays.Contains(folder) && IsOurs(Path.GetFileName(folder)))
                Directory.Delete(folder, recursive: true);
        }
        foreach (var part in Directory.EnumerateFiles(Folder, "*" + Fetching))
        {
            if (package is null || part != PartOf(package))
                File.Delete(part);
        }
    }

    private static bool IsOurs(string name) =>
        name.Length > 0 && name.Replace(Unpacking, "", StringComparison.Ordinal).All(char.IsAsciiDigit);

    private static bool IsSound(UpdateState state) =>
        Enum.IsDefined(state.Phase) && state.Attempts >= 0 && state.Floor >= 0
        && (state.Phase == UpdatePhase.Idle) == (state.Candidate is null)
        && state.Failed.All(static failed => failed is not null)
        && new[] { state.Running, state.Previous, state.Candidate }.All(
            static version => version is null or { Release: >= 1 and <= UpdateLimits.Release });

    private static IOException Damaged(string path, string why, Exception? inner) => new(
        $"{path} cannot be used ({why}). The installed version goes on, and no update is taken. Nothing of the journal is "
        + "touched. Remove that file to begin anew; the hub can then bring the version again.", inner);
}
