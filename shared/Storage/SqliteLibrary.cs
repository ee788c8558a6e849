using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace CheckIn.Storage;

/// <summary>
/// Which SQLite this process runs on. The distribution's libsqlite3 is preferred, because its security updates reach
/// it without a new release of this product; the bundled one stands in where there is none.
/// </summary>
public static class SqliteLibrary
{
    private const string Bundled = "e_sqlite3";
    private const int CountAllocations = 9; // SQLITE_CONFIG_MEMSTATUS
    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>Loads the library once for the process; later calls do nothing.</summary>
    public static void Load()
    {
        lock (Gate)
        {
            if (_loaded)
                return;
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, PreferTheSystems);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            raw.FreezeProvider();
            // Counting every allocation takes a lock each time; nobody asks for the counts. Refused when another part of
            // the process has used SQLite before, which does no harm.
            _ = raw.sqlite3_config(CountAllocations, 0);
            _loaded = true;
        }
    }

    /// <summary>The library in use, for calls that bypass the wrapper.</summary>
    internal static nint Handle
    {
        get
        {
            Load();
            var wrapper = typeof(SQLite3Provider_e_sqlite3).Assembly;
            var system = PreferTheSystems(Bundled, wrapper, null);
            return system != 0 ? system : NativeLibrary.Load(Bundled, wrapper, null);
        }
    }

    /// <summary>Version in use, such as "3.40.1".</summary>
    public static string Version
    {
        get
        {
            Load();
            return raw.sqlite3_libversion().utf8_to_string();
        }
    }

    /// <summary>
    /// True for 3.7.0 to 3.51.2, which can lose committed rows when a checkpoint on one connection races a commit on
    /// another. The product is built around it: one connection alone writes and checkpoints.
    /// </summary>
    public static bool HasWalResetFault
    {
        get
        {
            Load();
            return raw.sqlite3_libversion_number() is >= 3_007_000 and <= 3_051_002;
        }
    }

    private static IntPtr PreferTheSystems(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name == Bundled && NativeLibrary.TryLoad("libsqlite3.so.0", out var system))
            return system;
        return IntPtr.Zero;
    }
}
