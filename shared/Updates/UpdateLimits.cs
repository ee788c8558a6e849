namespace CheckIn.Updates;

/// <summary>Bounds of a package. Each is checked before anything is read, reserved or written by it.</summary>
public static class UpdateLimits
{
    /// <summary>The whole package, bytes: 256 MiB.</summary>
    public const long Package = 256L * 1024 * 1024;
    /// <summary>The manifest, bytes: 1 MiB.</summary>
    public const int Manifest = 1024 * 1024;
    /// <summary>Files in it.</summary>
    public const int Files = 2000;
    /// <summary>A path in it, characters.</summary>
    public const int Path = 200;
    /// <summary>Folders in one another, the file itself counted.</summary>
    public const int Depth = 8;
    /// <summary>The signature, bytes: P-256 as IEEE P1363 has it.</summary>
    public const int Signature = 64;
    /// <summary>The highest release: every program reads it without loss.</summary>
    public const long Release = 9_007_199_254_740_991;
    /// <summary>Public keys that are trusted at once.</summary>
    public const int Keys = 16;
}
