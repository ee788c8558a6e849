using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal.Salvage;

/// <summary>
/// The names of the journal's epochs once more, in a file beside it, a line each: id, name and check digits. The rows of a journal do
/// not tell under which name they were sent, and a page with the names is a page like any other; under other names the
/// hub would store them a second time. Where this file is, there has been a journal before.
/// </summary>
internal static class EpochNames
{
    internal static string PathFor(string journal) => journal + ".epochs";

    /// <summary>What the file says, by id; empty where it is missing or cannot be read.</summary>
    internal static IReadOnlyDictionary<long, string> Read(string journal)
    {
        var names = new Dictionary<long, string>();
        try
        {
            foreach (var line in File.ReadLines(PathFor(journal)))
            {
                if (line.Split(' ') is [var id, var name, _] && GateId.IsValid(name)
                    && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && line == Line(number, name))
                    names[number] = name;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The journal itself has the names too, as a rule.
        }
        return names;
    }

    /// <summary>Holds the journal's names against those of the file.</summary>
    /// <exception cref="JournalDamageException">The journal has another name for one of them.</exception>
    internal static void Check(string journal, JournalState state)
    {
        var names = Read(journal);
        foreach (var epoch in state.Earlier.Append(state.Current))
        {
            if (names.GetValueOrDefault(epoch.Id, epoch.Name) != epoch.Name)
                throw new JournalDamageException("epochs", $"epoch {epoch.Id} has another name than it had");
        }
    }

    /// <summary>Writes the file anew if it does not say what the journal says.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal static void Write(string journal, JournalState state)
    {
        var text = new StringBuilder();
        foreach (var epoch in state.Earlier.Append(state.Current))
            text.Append(Line(epoch.Id, epoch.Name)).Append('\n');
        var (path, bytes) = (PathFor(journal), Encoding.UTF8.GetBytes(text.ToString()));
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
            return;
        using (var file = File.Create(path + ".new"))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".new", path, overwrite: true);
        DurableDirectory.Sync(path);
    }

    private static string Line(long id, string name)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{id} {name}");
        return $"{line} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)))[..8]}";
    }
}
