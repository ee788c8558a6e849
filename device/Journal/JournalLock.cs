namespace CheckIn.Gate.Journal;

/// <summary>
/// One process owns a journal. The lock is the kernel's (flock on a file beside the journal), so it ends with the
/// process, however that ends.
/// </summary>
internal static class JournalLock
{
    internal static FileStream Take(string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
                Directory.CreateDirectory(directory);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            && DiskState.Of(path) is { IsReadOnly: true })
        {
            throw WriteFailure.ExplainOpening(e, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(
                $"The journal {path} cannot be taken: {e.Message} Nothing was recorded or changed. Most likely another "
                + "checkin-gate writes it: stop that one, or give this one a Journal:Path of its own. Otherwise check "
                + "that the directory may be written.", e);
        }
    }
}
