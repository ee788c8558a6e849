using System.Globalization;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Data codewords to content: the segments of ISO/IEC 18004, 7.4: numeric, alphanumeric, byte, kanji, ECI, structured
/// append and FNC1, and the hanzi of GB/T 18284. Data ends with the terminator or where fewer bits are left than it has;
/// what follows is padding and not looked at. Data that ends within a segment, or a mode that does not exist, is no content.
/// </summary>
internal static class BitSegments
{
    private const int LargestOnStack = 8192;

    /// <summary>The content, or null when the bits do not make sense or say nothing.</summary>
    internal static QrContent? Read(ReadOnlySpan<byte> data, int version)
    {
        var most = SegmentBuffer.Most(data.Length * 8);
        var buffer = new SegmentBuffer(
            most <= LargestOnStack ? stackalloc byte[most] : new byte[most],
            most <= LargestOnStack ? stackalloc int[most] : new int[most]);
        var segments = new Segments(data, version, buffer);
        return segments.ReadAll() ? segments.Content() : null;
    }

    private ref struct Segments(ReadOnlySpan<byte> data, int version, SegmentBuffer buffer)
    {
        private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
        private const char GroupSeparator = '\u001d';
        private const int Gb2312 = 1;

        private readonly int _sizeClass = version <= 9 ? 0 : version <= 26 ? 1 : 2;
        private BitReader _bits = new(data);
        private SegmentBuffer _buffer = buffer;
        private int _byteOrigin = SegmentBuffer.Undeclared;
        private StructuredAppend? _append;
        private string? _application;

        internal bool ReadAll()
        {
            while (_bits.TryTake(4, out var mode) && mode != 0)
            {
                if (!ReadSegment(mode))
                    return false;
            }
            return !_buffer.Bytes.IsEmpty;
        }

        internal readonly QrContent Content()
        {
            var text = SegmentText.Of(_buffer.Bytes, _buffer.Origins, out var characterSet);
            return new(_buffer.Bytes.ToArray(), text, characterSet, _append, _application);
        }

        private bool ReadSegment(int mode)
        {
            switch (mode)
            {
                case 1: return ReadNumeric();
                case 2: return ReadAlphanumeric();
                case 3: return ReadStructuredAppend();
                case 4: return ReadBytes();
                case 5: _application = "gs1"; return true;
                case 7: return ReadEci();
                case 8: return ReadKanji();
                case 9: return ReadApplication();
                case 13: return ReadHanzi();
                default: return false;
            }
        }

        private bool TryCount(int small, int medium, int large, out int count) =>
            _bits.TryTake(_sizeClass switch { 0 => small, 1 => medium, _ => large }, out count);

        private bool ReadNumeric()
        {
            if (!TryCount(10, 12, 14, out var left))
                return false;
            for (; left > 0; left -= 3)
            {
                var digits = Math.Min(3, left);
                var limit = digits == 3 ? 1000 : digits == 2 ? 100 : 10;
                if (!_bits.TryTake((3 * digits) + 1, out var value) || value >= limit)
                    return false;
                for (var place = limit / 10; place > 0; place /= 10)
                    _buffer.Add('0' + (value / place % 10), SegmentBuffer.Ascii);
            }
            return true;
        }

        private bool ReadAlphanumeric()
        {
            const int Letters = 45;
            if (!TryCount(9, 11, 13, out var left))
                return false;
            var percent = false;
            for (; left > 0; left -= 2)
            {
                if (!_bits.TryTake(left > 1 ? 11 : 6, out var value) || value >= (left > 1 ? Letters * Letters : Letters))
                    return false;
                if (left > 1)
                    AddLetter(Alphanumeric[value / Letters], ref percent);
                AddLetter(Alphanumeric[value % Letters], ref percent);
            }
            if (percent)
                _buffer.Add(GroupSeparator, SegmentBuffer.Ascii);
            return true;
        }

        /// <summary>After FNC1 a "%" is the field separator GS, and "%%" a percent sign (7.4.8.2).</summary>
        private void AddLetter(char letter, ref bool percent)
        {
            if (_application is not null && letter == '%' && !percent)
            {
                percent = true;
                return;
            }
            if (percent && letter != '%')
                _buffer.Add(GroupSeparator, SegmentBuffer.Ascii);
            percent = false;
            _buffer.Add(letter, SegmentBuffer.Ascii);
        }

        private bool ReadBytes()
        {
            if (!TryCount(8, 16, 16, out var left))
                return false;
            for (; left > 0; left--)
            {
                if (!_bits.TryTake(8, out var value))
                    return false;
                _buffer.Add(value, _byteOrigin);
            }
            return true;
        }

        private bool ReadKanji()
        {
            if (!TryCount(8, 10, 12, out var left))
                return false;
            for (; left > 0; left--)
            {
                if (!_bits.TryTake(13, out var value))
                    return false;
                var pair = ((value / 0xC0) << 8) | (value % 0xC0);
                AddPair(pair + (pair < 0x1F00 ? 0x8140 : 0xC140), SegmentBuffer.Kanji);
            }
            return true;
        }

        private bool ReadHanzi()
        {
            if (!_bits.TryTake(4, out var subset) || subset != Gb2312 || !TryCount(8, 10, 12, out var left))
                return false;
            for (; left > 0; left--)
            {
                if (!_bits.TryTake(13, out var value))
                    return false;
                var pair = ((value / 0x60) << 8) | (value % 0x60);
                AddPair(pair + (pair < 0x0A00 ? 0xA1A1 : 0xA6A1), SegmentBuffer.Hanzi);
            }
            return true;
        }

        private void AddPair(int pair, int origin)
        {
            _buffer.Add(pair >> 8, origin);
            _buffer.Add(pair & 0xFF, origin);
        }

        private bool ReadStructuredAppend()
        {
            if (!_bits.TryTake(16, out var header))
                return false;
            _append = new(header >> 12, ((header >> 8) & 0xF) + 1, (byte)header);
            return true;
        }

        /// <summary>One to three bytes; as many ones lead them as bytes follow.</summary>
        private bool ReadEci()
        {
            if (!_bits.TryTake(8, out var first))
                return false;
            var (high, more) = first switch
            {
                < 0x80 => (first, 0),
                < 0xC0 => (first & 0x3F, 8),
                < 0xE0 => (first & 0x1F, 16),
                _ => (0, -1),
            };
            if (more < 0 || !_bits.TryTake(more, out var low))
                return false;
            _byteOrigin = (high << more) | low;
            return true;
        }

        /// <summary>FNC1 in second position: two digits as their number, or a letter as its ASCII code and 100 (7.4.8.3).</summary>
        private bool ReadApplication()
        {
            if (!_bits.TryTake(8, out var indicator))
                return false;
            _application = indicator < 100 ? indicator.ToString("00", CultureInfo.InvariantCulture)
                : char.IsAsciiLetter((char)(indicator - 100)) ? ((char)(indicator - 100)).ToString()
                : null;
            return _application is not null;
        }
    }
}
