using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CheckIn.EndToEnd.Tests.Keys;

/// <summary>
/// Every byte that lies in a folder, for who looks for something in it without asking what the files are.
/// </summary>
internal sealed partial class DiskImage(IReadOnlyList<(string File, byte[] Bytes)> files)
{
    /// <summary>The files, and once more those in which characters are escaped as in JSON, without that.</summary>
    internal IReadOnlyList<(string File, byte[] Bytes)> Files { get; } = [.. files, .. files
        .Select(static file => (file.File, Text: Encoding.Latin1.GetString(file.Bytes)))
        .Where(static file => Escapes().IsMatch(file.Text))
        .Select(static file => (file.File, Encoding.Latin1.GetBytes(Escapes().Replace(file.Text, static escape =>
            ((char)Convert.ToInt32(escape.Groups[1].Value, 16)).ToString()))))];

    /// <param name="folder">May be in use: what a card has when it is pulled out.</param>
    internal static DiskImage Of(string folder)
    {
        // Not through the framework, whose files respect each other's locks.
        var copy = folder + "-copy";
        using (var cp = Process.Start("cp", ["-r", "-T", folder, copy]))
            cp.WaitForExit();
        try
        {
            return new([.. Directory.GetFiles(copy, "*", SearchOption.AllDirectories)
                .Select(file => (Path.GetRelativePath(copy, file), File.ReadAllBytes(file)))]);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    /// <summary>Where any of these texts stands, in any form that <see cref="Forms"/> knows.</summary>
    internal IReadOnlyList<string> Find(IEnumerable<string> texts)
    {
        // One character a byte: all forms are looked for in one pass.
        var forms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            foreach (var form in Forms(text))
                forms.TryAdd(Encoding.Latin1.GetString(form), text);
        }
        var wanted = SearchValues.Create([.. forms.Keys], StringComparison.Ordinal);
        var found = new List<string>();
        foreach (var (file, bytes) in Files)
        {
            var haystack = Encoding.Latin1.GetString(bytes);
            for (var at = haystack.AsSpan().IndexOfAny(wanted); at >= 0;)
            {
                var form = forms.First(form => string.CompareOrdinal(haystack, at, form.Key, 0, form.Key.Length) == 0);
                found.Add($"{file} at {at}: '{form.Value}'");
                var next = haystack.AsSpan(at + 1).IndexOfAny(wanted);
                at = next < 0 ? -1 : at + 1 + next;
            }
        }
        return found;
    }

    /// <summary>A text as it might lie on a disk.</summary>
    internal static HashSet<byte[]> Forms(string text)
    {
        var forms = new HashSet<byte[]>(new SameBytes());
        foreach (var spelling in Spellings(text))
        {
            byte[][] encoded =
            [
                Encoding.UTF8.GetBytes(spelling), Encoding.Unicode.GetBytes(spelling),
                Encoding.BigEndianUnicode.GetBytes(spelling),
                // UTF-8 taken for Latin-1 and encoded again; escapes of JSON and of addresses.
                Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(spelling))),
                Encoding.ASCII.GetBytes(Escaped(spelling, "x4")), Encoding.ASCII.GetBytes(Escaped(spelling, "X4")),
                Encoding.ASCII.GetBytes(WebUtility.UrlEncode(spelling)),
            ];
            foreach (var bytes in encoded)
            {
                forms.Add(bytes);
                Wrap(forms, bytes);
            }
        }
        if (text.All(char.IsAsciiDigit))
            AddNumber(forms, text);
        return forms;
    }

    private static IEnumerable<string> Spellings(string text)
    {
        var plain = Plain(text);
        foreach (var spelling in new[] { text.Normalize(NormalizationForm.FormC),
            text.Normalize(NormalizationForm.FormD), plain,
            plain.Replace(" ", "", StringComparison.Ordinal), plain.Replace(' ', '_') })
        {
            yield return spelling;
            yield return spelling.ToUpperInvariant();
            yield return spelling.ToLowerInvariant();
        }
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                plain.Append(c switch { 'đ' => 'd', 'Đ' => 'D', _ => c });
        }
        return plain.ToString();
    }

    private static string Escaped(string text, string format) => string.Concat(text.Select(c =>
        c < 0x80 ? c.ToString() : "\\u" + ((int)c).ToString(format, CultureInfo.InvariantCulture)));

    private static void Wrap(HashSet<byte[]> forms, byte[] bytes)
    {
        forms.Add(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)));
        forms.Add(Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)));
        for (var before = 0; before < 3; before++)
        {
            // What base64 makes of the bytes wherever they begin in a longer run: the whole sextets only.
            var sextets = Convert.ToBase64String([.. new byte[before], .. bytes]).TrimEnd('=');
            var whole = sextets[(((before * 8) + 5) / 6)..((before + bytes.Length) * 8 / 6)];
            forms.Add(Encoding.ASCII.GetBytes(whole));
            forms.Add(Encoding.ASCII.GetBytes(whole.Replace('+', '-').Replace('/', '_')));
        }
    }

    private static void AddNumber(HashSet<byte[]> forms, string digits)
    {
        // As packed decimals, as integers (SQLite's too, of the fewest bytes), and as hashes that anybody can
        // enumerate.
        forms.Add(Convert.FromHexString(digits.Length % 2 == 0 ? digits : "0" + digits));
        var big = BitConverter.GetBytes(long.Parse(digits, CultureInfo.InvariantCulture));
        forms.Add([.. big]);
        forms.Add([.. big.Reverse()]);
        if (big.AsSpan(5).ContainsAnyExcept((byte)0))
            forms.Add([.. big[..6].Reverse()]);
        foreach (var text in new[] { digits, "cccd:" + digits })
        {
            var bytes = Encoding.ASCII.GetBytes(text);
#pragma warning disable CA5350, CA5351 // Looked for, not relied on.
            foreach (var hash in new[] { SHA256.HashData(bytes), SHA1.HashData(bytes), MD5.HashData(bytes) })
#pragma warning restore CA5350, CA5351
            {
                forms.Add(hash);
                Wrap(forms, hash);
            }
        }
    }

    [GeneratedRegex(@"\\u(00[0-9a-fA-F]{2})")]
    private static partial Regex Escapes();

    private sealed class SameBytes : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }
    }
}
