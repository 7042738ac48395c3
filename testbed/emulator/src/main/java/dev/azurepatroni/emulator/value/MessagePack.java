package dev.azurepatroni.emulator.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessageUnpacker;

/**
 * The MessagePack form in which Terraform sends values. An unknown value is an extension of any
 * code; its refinements (prefix, bounds) are ignored, as the protocol allows.
 */
public final class MessagePack {

  private MessagePack() {}

  /**
   * Reads a value.
   *
   * @param type the type that the schema gives it
   * @throws UncheckedIOException if the bytes are not a value of the type
   */
  public static Value decode(byte[] bytes, ValueType type) {
    try (MessageUnpacker unpacker = org.msgpack.core.MessagePack.newDefaultUnpacker(bytes)) {
      return type.conform(unpack(unpacker, type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Value unpack(MessageUnpacker in, ValueType type) throws IOException {
    switch (in.getNextFormat().getValueType()) {
      case NIL -> {
        in.unpackNil();
        return Value.Absent.NULL;
      }
      case EXTENSION -> {
        in.skipValue();
        return Value.Absent.UNKNOWN;
      }
      case BOOLEAN -> {
        return Value.of(in.unpackBoolean());
      }
      case INTEGER -> {
        return new Value.Num(new BigDecimal(in.unpackBigInteger()));
      }
      case FLOAT -> {
        return new Value.Num(BigDecimal.valueOf(in.unpackDouble()));
      }
      case STRING, BINARY -> {
        String text = in.unpackString();
        return type == ValueType.Primitive.NUMBER
            ? new Value.Num(new BigDecimal(text))
            : Value.of(text);
      }
      case ARRAY -> {
        int size = in.unpackArrayHeader();
        List<Value> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          items.add(unpack(in, element(type)));
        }
        return Value.of(items);
      }
      case MAP -> {
        int size = in.unpackMapHeader();
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
          String name = in.unpackString();
          fields.put(name, unpack(in, field(type, name)));
        }
        return Value.of(fields);
      }
    }
    throw new IOException("Unexpected MessagePack type");
  }

  private static ValueType element(ValueType type) throws IOException {
    if (type instanceof ValueType.ListOf list) {
      return list.element();
    }
    if (type instanceof ValueType.SetOf set) {
      return set.element();
    }
    throw new IOException("Unexpected array; the schema has " + type);
  }

  private static ValueType field(ValueType type, String name) throws IOException {
    if (type instanceof ValueType.MapOf map) {
      return map.element();
    }
    if (type instanceof ValueType.ObjectOf object && object.fields().containsKey(name)) {
      return object.fields().get(name);
    }
    throw new IOException("Unexpected field " + name + "; the schema has " + type);
  }

  /** Writes a value. */
  public static byte[] encode(Value value) {
    try (MessageBufferPacker packer = org.msgpack.core.MessagePack.newDefaultBufferPacker()) {
      pack(packer, value);
      return packer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pack(MessageBufferPacker out, Value value) throws IOException {
    if (value.isNull()) {
      out.packNil();
    } else if (value.isUnknown()) {
      out.packExtensionTypeHeader((byte) 0, 1).writePayload(new byte[1]);
    } else if (value instanceof Value.Text text) {
      out.packString(text.text());
    } else if (value instanceof Value.Bool bool) {
      out.packBoolean(bool.truth());
    } else if (value instanceof Value.Num num) {
      packNumber(out, num.number());
    } else if (value instanceof Value.Many many) {
      out.packArrayHeader(many.items().size());
      for (Value item : many.items()) {
        pack(out, item);
      }
    } else if (value instanceof Value.Fields fields) {
      out.packMapHeader(fields.fields().size());
      for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
        out.packString(field.getKey());
        pack(out, field.getValue());
      }
    }
  }

  private static void packNumber(MessageBufferPacker out, BigDecimal number) throws IOException {
    BigInteger whole = number.toBigInteger();
    if (new BigDecimal(whole).compareTo(number) == 0 && whole.bitLength() < Long.SIZE) {
      out.packLong(whole.longValueExact());
    } else if (new BigDecimal(number.doubleValue()).compareTo(number) == 0) {
      out.packDouble(number.doubleValue());
    } else {
      out.packString(number.toPlainString());
    }
  }
}
