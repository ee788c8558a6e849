namespace CheckIn.Storage;

/// <summary>
/// Files and directories that only their owner reads: modes 600 and 700. What is written is flushed to the medium; what
/// takes another file's place does so as a whole, old or new after a crash at any moment, never half. Needs Unix file
/// modes.
/// </summary>
public static class PrivateFile
{
    /// <summary>600.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    /// <summary>700.</summary>
    public const UnixFileMode DirectoryMode = Mode | UnixFileMode.UserExecute;

    /// <summary>What stands under another name until it takes the file's place: its own with this behind it.</summary>
    public const string Next = ".new";

    /// <summary>Makes the directory, mode 700, also where it exists with another one.</summary>
    /// <exception cref="IOException">It cannot be made, or its file system keeps no modes.</exception>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's.</exception>
    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            throw NotHere();
        Directory.CreateDirectory(path, DirectoryMode);
        if (File.GetUnixFileMode(path) != DirectoryMode)
            File.SetUnixFileMode(path, DirectoryMode);
    }

    /// <summary>Opens a file, mode 600 if it is made; nothing is kept back in memory.</summary>
    /// <exception cref="IOException">As the modes have it.</exception>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share = FileShare.Read)
    {
        if (OperatingSystem.IsWindows())
            throw NotHere();
        return new FileStream(path, new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
            BufferSize = 0,
            UnixCreateMode = Mode,
        });
    }

    /// <summary>Writes a file that is not there yet, in place.</summary>
    /// <exception cref="IOException">There is one already, or it cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var stream = OpenNew(path);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Opens a file that is not there yet, for what is too long to have in memory; flushing it is the caller's.</summary>
    /// <exception cref="IOException">There is one already, or it cannot be written.</exception>
    public static FileStream OpenNew(string path)
    {
        if (OperatingSystem.IsWindows())
            throw NotHere();
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = Mode,
        });
    }

    /// <summary>Opens a file for writing, for whoever writes more than fits into memory and flushes by himself.</summary>
    /// <param name="path">Where.</param>
    /// <param name="mode">Whether it must, may or must not be there.</param>
    /// <param name="executable">Whether its owner may start it.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileStream OpenWrite(string path, FileMode mode, bool executable = false)
    {
        if (OperatingSystem.IsWindows())
            throw NotHere();
        return new FileStream(path, new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            UnixCreateMode = executable ? DirectoryMode : Mode,
        });
    }

    /// <summary>Writes what is to take the file's place, under the name of <see cref="Next"/>.</summary>
    public static void Prepare(string path, ReadOnlySpan<byte> content)
    {
        // One that a crash left may have a wider mode, which opening it would keep.
        File.Delete(path + Next);
        Write(path + Next, content);
    }

    /// <summary>Writes a file that is not there yet, as a whole.</summary>
    /// <exception cref="IOException">There is one already, or it cannot be written.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        Prepare(path, content);
        File.Move(path + Next, path, overwrite: false);
        DurableDirectory.Sync(path);
    }

    /// <summary>Writes a file in place of what there is, if anything.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        Prepare(path, content);
        File.Move(path + Next, path, overwrite: true);
        DurableDirectory.Sync(path);
    }

    /// <summary>
    /// Makes an empty file, mode 600, or takes others' rights to the one that is there away; as far as the file system
    /// has modes and the file is ours. What cannot be done is left to whoever opens the file.
    /// </summary>
    internal static void Keep(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            if (!File.Exists(path))
                Write(path, []);
            else if (File.GetUnixFileMode(path) is var mode && (mode & ~Mode) != 0)
                File.SetUnixFileMode(path, mode & Mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static PlatformNotSupportedException NotHere() => new("Private files need Unix file modes.");
}
