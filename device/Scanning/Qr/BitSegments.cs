using System.Text;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Data codewords to content: the segments of ISO/IEC 18004, 7.4: numeric, alphanumeric, byte, kanji, ECI, structured
/// append (its header is skipped) and FNC1. Data that ends within a segment, or a mode that does not exist, is no content.
/// </summary>
internal static class BitSegments
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    /// <summary>The content, or null when the bits do not make sense.</summary>
    internal static (byte[] Bytes, string Text, string CharacterSet)? Read(ReadOnlySpan<byte> data, int version)
    {
        var reader = new Reader(data, version);
        while (reader.Remaining >= 4)
        {
            var mode = reader.Take(4);
            if (mode == 0)
                break;
            if (!reader.Segment(mode))
                return null;
        }
        return reader.HasContent ? reader.Result() : null;
    }

    private ref struct Reader(ReadOnlySpan<byte> data, int version)
    {
        private readonly ReadOnlySpan<byte> _data = data;
        private readonly int _sizeClass = version <= 9 ? 0 : version <= 26 ? 1 : 2;
        private readonly List<byte> _bytes = [];
        private readonly StringBuilder _text = new();
        private int _position;
        private int? _eci;
        private bool _fnc1;
        private string? _characterSet;

        internal readonly int Remaining => (_data.Length * 8) - _position;

        internal readonly bool HasContent => _bytes.Count > 0;

        internal readonly (byte[], string, string) Result() => ([.. _bytes], _text.ToString(), _characterSet ?? "ascii");

        /// <summary>The next bits as a number; the caller has checked that they are there.</summary>
        internal int Take(int count)
        {
            var value = 0;
            for (var i = 0; i < count; i++, _position++)
                value = (value << 1) | ((_data[_position >> 3] >> (7 - (_position & 7))) & 1);
            return value;
        }

        internal bool Segment(int mode)
        {
            switch (mode)
            {
                case 1: return Numeric();
                case 2: return Letters();
                case 4: return Bytes();
                case 8: return Kanji();
                case 7: return Eci();
                case 3: return Skip(16); // structured append: position and parity
                case 5: _fnc1 = true; return true;
                case 9: _fnc1 = true; return Skip(8);
                default: return false;
            }
        }

        private bool Skip(int bits)
        {
            if (Remaining < bits)
                return false;
            _position += bits;
            return true;
        }

        private int Count(int small, int medium, int large)
        {
            var bits = _sizeClass switch { 0 => small, 1 => medium, _ => large };
            return Remaining < bits ? -1 : Take(bits);
        }

        private bool Numeric()
        {
            var count = Count(10, 12, 14);
            while (count > 0)
            {
                var digits = Math.Min(3, count);
                var bits = (3 * digits) + 1;
                if (Remaining < bits)
                    return false;
                var value = Take(bits);
                if (value >= (digits == 3 ? 1000 : digits == 2 ? 100 : 10))
                    return false;
                for (var scale = digits == 3 ? 100 : digits == 2 ? 10 : 1; scale > 0; scale /= 10)
                    Ascii((char)('0' + (value / scale % 10)));
                count -= digits;
            }
            return count == 0;
        }

        private bool Letters()
        {
            var count = Count(9, 11, 13);
            var start = _text.Length;
            while (count > 0)
            {
                var two = count >= 2;
                if (Remaining < (two ? 11 : 6))
                    return false;
                var value = Take(two ? 11 : 6);
                if (value >= (two ? 45 * 45 : 45))
                    return false;
                if (two)
                    Ascii(Alphanumeric[value / 45]);
                Ascii(Alphanumeric[value % 45]);
                count -= two ? 2 : 1;
            }
            if (_fnc1)
                SeparateFields(start);
            return count == 0;
        }

        /// <summary>In FNC1 mode a "%" is the field separator GS, and "%%" a percent sign (7.4.8.2).</summary>
        private readonly void SeparateFields(int start)
        {
            var letters = _text.ToString(start, _text.Length - start);
            var separated = letters.Replace("%%", "\u0001", StringComparison.Ordinal)
                .Replace('%', '\u001d').Replace('\u0001', '%');
            _text.Length = start;
            _text.Append(separated);
            _bytes.RemoveRange(_bytes.Count - letters.Length, letters.Length);
            _bytes.AddRange(Encoding.ASCII.GetBytes(separated));
        }

        private bool Bytes()
        {
            var count = Count(8, 16, 16);
            if (count < 0 || Remaining < 8 * count)
                return false;
            var bytes = new byte[count];
            for (var i = 0; i < count; i++)
                bytes[i] = (byte)Take(8);
            _bytes.AddRange(bytes);
            _text.Append(CharacterSets.Decode(bytes, _eci, out var name));
            _characterSet ??= name;
            return true;
        }

        private bool Kanji()
        {
            var count = Count(8, 10, 12);
            if (count < 0 || Remaining < 13 * count)
                return false;
            var bytes = new byte[2 * count];
            for (var i = 0; i < count; i++)
            {
                var value = Take(13);
                var packed = ((value / 0xC0) << 8) | (value % 0xC0);
                packed += packed < 0x1F00 ? 0x8140 : 0xC140;
                bytes[2 * i] = (byte)(packed >> 8);
                bytes[(2 * i) + 1] = (byte)packed;
            }
            _bytes.AddRange(bytes);
            _text.Append(CharacterSets.DecodeShiftJis(bytes));
            _characterSet ??= "kanji";
            return true;
        }

        private bool Eci()
        {
            if (Remaining < 8)
                return false;
            var first = Take(8);
            var more = (first & 0x80) == 0 ? 0 : (first & 0xC0) == 0x80 ? 8 : (first & 0xE0) == 0xC0 ? 16 : -1;
            if (more < 0 || Remaining < more)
                return false;
            var high = first & (more == 0 ? 0x7F : more == 8 ? 0x3F : 0x1F);
            _eci = (high << more) | Take(more);
            return true;
        }

        private readonly void Ascii(char c)
        {
            _bytes.Add((byte)c);
            _text.Append(c);
        }
    }
}
