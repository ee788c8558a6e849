using CheckIn.Gate.Keys;
using CheckIn.Storage;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// Replaces several files of one directory together: after a crash or a power cut at any moment all of them are new, or
/// none is. New content is written and flushed below <c>next</c>; the renaming of that folder to <c>ready</c> decides;
/// what lies below <c>ready</c> is then moved into place, at once or by whoever looks next. What it replaces is zeroed
/// first, as far as that helps on flash (see <see cref="KeyFile"/>). Directories have mode 700, files 600.
/// </summary>
/// <param name="directory">Where.</param>
/// <param name="last">The file that goes into place last: whoever sees it sees the others as well.</param>
internal sealed class StagedFiles(string directory, string last)
{
    private readonly string _next = Path.Combine(directory, "next");
    private readonly string _ready = Path.Combine(directory, "ready");

    /// <summary>Whether what was decided is not in place yet.</summary>
    internal bool IsHalfDone => Directory.Exists(_ready);

    /// <summary>Puts the files into place. One caller at a time.</summary>
    /// <exception cref="IOException">They cannot be written; nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    internal void Commit(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        MakeDirectory(directory);
        Recover();
        PrivateFile.MakeDirectory(_next);
        foreach (var (name, content) in files)
            KeyFile.Create(Path.Combine(_next, name), content);
        DurableDirectory.Sync(_next);
        Directory.Move(_next, _ready);
        DurableDirectory.Sync(_ready);
        MoveIntoPlace();
    }

    /// <summary>Ends what a crash left half done: forward from the decision on, backward before it.</summary>
    internal void Recover()
    {
        if (Directory.Exists(_ready))
            MoveIntoPlace();
        if (!Directory.Exists(_next))
            return;
        foreach (var file in Directory.GetFiles(_next))
            KeyFile.Erase(file);
        Directory.Delete(_next, recursive: true);
    }

    /// <summary>Makes a directory that a power cut does not take away, mode 700; its parents too.</summary>
    internal static void MakeDirectory(string path)
    {
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(full))
        {
            if (Path.GetDirectoryName(full) is { } parent && !Directory.Exists(parent))
                MakeDirectory(parent);
            PrivateFile.MakeDirectory(full);
            DurableDirectory.Sync(full);
        }
        else
        {
            PrivateFile.MakeDirectory(full);
        }
    }

    private void MoveIntoPlace()
    {
        foreach (var file in Directory.GetFiles(_ready).OrderBy(file => Path.GetFileName(file) == last))
        {
            var place = Path.Combine(directory, Path.GetFileName(file));
            using var old = File.Exists(place) ? File.OpenHandle(place, FileMode.Open, FileAccess.ReadWrite) : null;
            File.Move(file, place, overwrite: true);
            // Before the zeros: were the move lost in a power failure, they would stand under the file's name.
            DurableDirectory.Sync(place);
            if (old is not null)
                KeyFile.Zero(old);
        }
        Directory.Delete(_ready);
        DurableDirectory.Sync(_ready);
    }
}
