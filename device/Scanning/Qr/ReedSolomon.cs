namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Reed-Solomon over GF(256) with the polynomial x^8+x^4+x^3+x^2+1 and roots from 2^0 on (ISO/IEC 18004, annex A and B):
/// syndromes, Berlekamp-Massey for the locator, Chien's search for its roots, Forney's values, and the syndromes once
/// more, because a "correction" that leaves any is none.
/// </summary>
internal static class ReedSolomon
{
    private const int Field = 255;
    private static readonly byte[] Exp = new byte[2 * Field];
    private static readonly byte[] Log = new byte[256];

    static ReedSolomon()
    {
        var value = 1;
        for (var i = 0; i < Field; i++)
        {
            Exp[i] = Exp[i + Field] = (byte)value;
            Log[value] = (byte)i;
            value <<= 1;
            if (value > Field)
                value ^= 0x11D;
        }
    }

    /// <summary>
    /// Corrects a block in place; returns the codewords changed, or -1 when more are wrong than allowed.
    /// </summary>
    /// <param name="block">Data and then check words.</param>
    /// <param name="checkWords">How many of them are check words.</param>
    /// <param name="mostErrors">Most codewords that may be corrected beside the erasures.</param>
    /// <param name="erasures">Places in the block that are given up; whatever stands there is not believed.</param>
    internal static int Correct(
        Span<byte> block, int checkWords, int mostErrors, ReadOnlySpan<int> erasures = default)
    {
        Span<byte> syndromes = stackalloc byte[checkWords];
        if (!Syndromes(block, syndromes))
            return 0;
        Span<byte> locator = stackalloc byte[checkWords + 1];
        var errors = Locate(syndromes, locator, block.Length, erasures);
        if (errors == 0 || errors > mostErrors + erasures.Length)
            return -1;
        Span<int> positions = stackalloc int[errors];
        if (FindRoots(locator, errors, block.Length, positions) != errors)
            return -1;
        var changed = Repair(block, syndromes, locator, errors, positions);
        return Syndromes(block, syndromes) ? -1 : changed;
    }

    /// <summary>True when any syndrome is not zero.</summary>
    private static bool Syndromes(ReadOnlySpan<byte> block, Span<byte> syndromes)
    {
        var any = 0;
        for (var i = 0; i < syndromes.Length; i++)
        {
            byte sum = 0;
            foreach (var word in block)
                sum = (byte)(word ^ (sum == 0 ? 0 : Exp[Log[sum] + i]));
            syndromes[i] = sum;
            any |= sum;
        }
        return any != 0;
    }

    /// <summary>
    /// Berlekamp-Massey, begun with the locator of the erasures instead of 1: then it finds the errors beside them.
    /// </summary>
    private static int Locate(
        ReadOnlySpan<byte> syndromes, Span<byte> locator, int length, ReadOnlySpan<int> erasures)
    {
        locator.Clear();
        locator[0] = 1;
        for (var i = 0; i < erasures.Length; i++)
        {
            var root = Exp[(length - 1 - erasures[i]) % Field];
            for (var k = i + 1; k > 0; k--)
                locator[k] ^= Times(locator[k - 1], root);
        }
        Span<byte> previous = stackalloc byte[locator.Length];
        Span<byte> saved = stackalloc byte[locator.Length];
        locator.CopyTo(previous);
        int errors = erasures.Length, shift = 1;
        byte previousDiscrepancy = 1;
        for (var n = erasures.Length; n < syndromes.Length; n++)
        {
            var discrepancy = syndromes[n];
            for (var i = 1; i <= errors; i++)
                discrepancy ^= Times(locator[i], syndromes[n - i]);
            if (discrepancy == 0)
            {
                shift++;
                continue;
            }
            locator.CopyTo(saved);
            var factor = Divide(discrepancy, previousDiscrepancy);
            for (var i = 0; i + shift < locator.Length; i++)
                locator[i + shift] ^= Times(factor, previous[i]);
            if (2 * errors > n + erasures.Length)
            {
                shift++;
                continue;
            }
            errors = n + 1 + erasures.Length - errors;
            saved.CopyTo(previous);
            previousDiscrepancy = discrepancy;
            shift = 1;
        }
        return errors;
    }

    private static int FindRoots(ReadOnlySpan<byte> locator, int errors, int length, Span<int> positions)
    {
        var found = 0;
        for (var power = 0; power < length; power++)
        {
            byte sum = 0;
            for (var i = 0; i <= errors; i++)
                sum ^= locator[i] == 0 ? (byte)0 : Exp[(Log[locator[i]] + ((Field - power) * i)) % Field];
            if (sum != 0)
                continue;
            if (found == errors)
                return found + 1;
            positions[found++] = power;
        }
        return found;
    }

    /// <summary>Forney's values; returns how many are not 0, for an erased codeword may have been right.</summary>
    private static int Repair(
        Span<byte> block, ReadOnlySpan<byte> syndromes, ReadOnlySpan<byte> locator, int errors, ReadOnlySpan<int> positions)
    {
        Span<byte> evaluator = stackalloc byte[errors];
        for (var i = 0; i < errors; i++)
        {
            evaluator[i] = 0;
            for (var j = 0; j <= i; j++)
                evaluator[i] ^= Times(locator[j], syndromes[i - j]);
        }
        var changed = 0;
        foreach (var power in positions)
        {
            var inverse = (Field - power) % Field;
            byte value = 0, slope = 0;
            for (var i = 0; i < errors; i++)
                value ^= evaluator[i] == 0 ? (byte)0 : Exp[(Log[evaluator[i]] + (inverse * i)) % Field];
            for (var i = 1; i <= errors; i += 2)
                slope ^= locator[i] == 0 ? (byte)0 : Exp[(Log[locator[i]] + (inverse * (i - 1))) % Field];
            if (slope == 0)
                return changed;
            block[block.Length - 1 - power] ^= Times(Exp[power % Field], Divide(value, slope));
            changed += value == 0 ? 0 : 1;
        }
        return changed;
    }

    private static byte Times(byte a, byte b) => a == 0 || b == 0 ? (byte)0 : Exp[Log[a] + Log[b]];

    private static byte Divide(byte a, byte b) => a == 0 ? (byte)0 : Exp[Log[a] + Field - Log[b]];
}
