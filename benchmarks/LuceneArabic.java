import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Terms of Lucene's ArabicAnalyzer: a text a line in, its terms a line out; prints terms a second of the last pass. */
public final class LuceneArabic {
  public static void main(String[] args) throws Exception {
    List<String> texts = Files.readAllLines(Path.of(args[0]));
    List<String> lines = new ArrayList<>();
    double rate = 0;
    try (ArabicAnalyzer analyzer = new ArabicAnalyzer()) {
      for (int pass = Integer.parseInt(args[2]); pass > 0; pass--) {
        lines.clear();
        long began = System.nanoTime();
        long terms = 0;
        for (String text : texts) {
          StringBuilder line = new StringBuilder();
          try (TokenStream stream = analyzer.tokenStream("text", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
              line.append(term).append(' ');
              terms++;
            }
            stream.end();
          }
          lines.add(line.toString());
        }
        rate = terms * 1e9 / (System.nanoTime() - began);
      }
    }
    Files.write(Path.of(args[1]), lines);
    System.out.println(rate);
  }
}
